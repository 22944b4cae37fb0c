import type { HandoverDetail } from '../../../contract/handover.ts';
import type { Id } from '../../../contract/page.ts';
import type { PersonRef } from '../../../contract/subject.ts';
import { allRows } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { membersOf, personRefs, readOrg } from '../../org/index.ts';
import { canAssign, canUndo } from '../policy.ts';
import type { HandoverSources } from '../sources.ts';
import { handoverContacts, type HandoverCase, type HandoverContact } from '../store.ts';
import { countBelongings } from './belongings.ts';
import { presentCase } from './cases.ts';
import { countItemsByReceiver } from './items.ts';
import { getCase } from './standing.ts';

const contactLimit = 500;
const suggestionLimit = 8;

/** One case: what is to move or has moved, who got it, and the contacts on the platform. */
export const getCaseDetail = async (work: Work, sources: HandoverSources, id: Id): Promise<HandoverDetail> => {
  const { one, standing } = await getCase(work, id, { lock: false });
  const received = await countItemsByReceiver(work, id);
  const contacts = await readContacts(work, id);
  const suggested = one.state === 'open' ? await suggestReceivers(work, one) : [];
  const people = await personRefs(work, [
    one.personId,
    one.assigneeId,
    ...received.keys(),
    ...contacts.map((contact) => contact.receiverId),
    ...suggested,
  ]);
  return {
    ...presentCase(one, people),
    preview: await previewOf(work, sources, one),
    approvals: one.approvals,
    externalContacts: contacts.map((contact) => presentContact(contact, people)),
    progress: { done: one.done, all: one.total },
    receivers: [...received].flatMap(([personId, count]) => {
      const person = people.get(personId);
      return person ? [{ person, count }] : [];
    }),
    undoUntil: one.undoUntil?.toISOString() ?? null,
    undoSkipped: one.undoSkipped,
    suggestions: suggested.flatMap((personId) => people.get(personId) ?? []),
    abilities: { assign: canAssign(standing, one), undo: canUndo(standing, one, work.clock.now()) },
  };
};

/** Before it starts what is owned right now, afterwards what was there when it began. */
const previewOf = async (work: Work, sources: HandoverSources, one: HandoverCase): Promise<HandoverDetail['preview']> =>
  one.preview ?? (await countBelongings(work, sources, one.personId)).perKind;

const readContacts = (work: Work, caseId: Id): Promise<HandoverContact[]> =>
  allRows(
    handoverContacts,
    work.db(handoverContacts.name).where({ case_id: caseId }).orderBy('id').limit(contactLimit),
  );

const presentContact = (
  contact: HandoverContact,
  people: ReadonlyMap<Id, PersonRef>,
): HandoverDetail['externalContacts'][number] => ({
  id: contact.id,
  kind: contact.kind,
  name: contact.company ? `${contact.name}(${contact.company})` : contact.name,
  receiver: (contact.receiverId && people.get(contact.receiverId)) || null,
  state: contact.state,
  reason: contact.reason,
});

/** The superior, then colleagues of the same department who use the CRM. */
const suggestReceivers = async (work: Work, one: HandoverCase): Promise<Id[]> => {
  const { chart, rolesOf } = await readOrg(work);
  const departmentId = chart.people.get(one.personId)?.mainDepartmentId;
  const peers = departmentId ? membersOf(chart, [departmentId]) : [];
  const usable = [...new Set([...(one.assigneeId ? [one.assigneeId] : []), ...peers])].filter(
    (id) =>
      id !== one.personId &&
      chart.people.get(id)?.active &&
      rolesOf(id).some((role) => role.permissions.includes('crm.use')),
  );
  return usable.slice(0, suggestionLimit);
};
