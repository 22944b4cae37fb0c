import {
  getHandover,
  listHandovers,
  type HandoverDetail,
  type HandoverRow,
} from '../../../server/contract/handover.ts';
import type { Id } from '../../../server/contract/page.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { applyPeople } from '../../../server/modules/org/commands/apply-people.ts';
import { bumpOrgVersion, findPersonById } from '../../../server/modules/org/index.ts';
import type { PersonState } from '../../../server/contract/org.ts';
import type { World } from '../../support/world.ts';

/** What the directory does when it says that somebody is in another state. */
export const become = async (
  world: World,
  personId: Id,
  state: Extract<PersonState, 'left' | 'hidden'>,
): Promise<void> => {
  const person = await findPersonById(world.work, personId);
  if (!person) throw new Error('nobody');
  await inTransaction(world.work, async (work) => {
    const target = { account: person.account.toLowerCase(), name: person.name, state, facts: null };
    await applyPeople(work, [target], work.clock.now());
    await bumpOrgVersion(work);
  });
  await world.settle();
};

export const leave = (world: World, personId: Id): Promise<void> => become(world, personId, 'left');

/** The cases this person sees, newest first. */
export const casesFor = async (world: World, as: Id): Promise<HandoverRow[]> => {
  const answer = await world.call(as, listHandovers);
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.data.items;
};

/** Lets somebody leave and gives the id of the case that opens, as `as` sees it. */
export const leaveWithCase = async (world: World, personId: Id, as: Id): Promise<Id> => {
  await leave(world, personId);
  const [one] = await casesFor(world, as);
  if (!one) throw new Error('no case was opened');
  return one.id;
};

export const readCase = async (world: World, as: Id, id: Id): Promise<HandoverDetail> => {
  const answer = await world.call(as, getHandover, { params: { id } });
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.data;
};

export const ownerOf = async (world: World, table: 'customers' | 'opportunities', id: Id): Promise<Id | undefined> =>
  (await world.kernel.db(table).where({ id }).first<{ owner: Id } | undefined>({ owner: 'owner_id' }))?.owner;
