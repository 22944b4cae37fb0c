import { inBackground } from '../../kernel/background.ts';
import { reaction, type Reaction } from '../../kernel/event.ts';
import { inTransaction } from '../../kernel/transaction.ts';
import { findPersonById, personLeft, personReturned, readOrg } from '../org/index.ts';
import { handleLeaver, handleReturn, reopenForLeaver } from './commands/handle-leaver.ts';
import { handoverAssigned, handoverOpened, handoverUndone, handoverUndoRequested } from './events.ts';
import { findContacts } from './execution/find-contacts.ts';
import { runHandovers } from './execution/run-handover.ts';
import type { HandoverSources } from './sources.ts';

export const handoverReactions = (sources: HandoverSources): Reaction[] => [
  reaction({
    name: 'handover.open',
    on: personLeft,
    // The organisation is read before the transaction, so that many leavers at once read it once.
    perform: async (work, { payload }) => {
      await readOrg(work);
      await inTransaction(work, (inner) => handleLeaver(inner, sources, payload.personId));
    },
  }),
  reaction({
    name: 'handover.find_contacts_of_leaver',
    on: personLeft,
    perform: (work, { payload: { personId, account } }) =>
      findContacts(work, sources, { personId, account, employment: 'left', reason: 'left' }),
  }),
  reaction({
    name: 'handover.find_contacts',
    on: handoverOpened,
    perform: async (work, { payload: { personId, reason } }) => {
      const person = reason === 'manual' ? await findPersonById(work, personId) : undefined;
      if (!person) return;
      const employment = person.state === 'left' ? 'left' : 'employed';
      await findContacts(work, sources, { personId, account: person.account, employment, reason });
    },
  }),
  reaction({
    name: 'handover.reopen',
    on: handoverUndone,
    run: (work, { payload }) => reopenForLeaver(work, sources, payload.personId),
  }),
  reaction({
    name: 'handover.call_off',
    on: personReturned,
    run: (work, { payload }) => handleReturn(work, payload.personId),
  }),
  ...[handoverAssigned, handoverUndoRequested].map((kind) =>
    reaction({
      name: `handover.run_${kind.name}`,
      on: kind,
      perform: async (work) => inBackground(work, 'handover', () => runHandovers(work, sources)),
    }),
  ),
];
