import type { Work } from '../../../kernel/work.ts';
import { findPersonByAccount } from '../people.ts';
import { people } from '../store.ts';
import { applyPeople } from './apply-people.ts';

/**
 * The same person under a new account. A row a full sync has already made for the new account is somebody who never was: it steps aside
 * and leaves, so that what was recorded under it meanwhile is handed over. The caller holds the organisation's lock.
 * Returns 1 when somebody was renamed.
 */
export const renameAccount = async (work: Work, account: string, newAccount: string, readAt: Date): Promise<number> => {
  const person = await findPersonByAccount(work, account);
  if (!person || account === newAccount) return 0;
  const double = await findPersonByAccount(work, newAccount);
  if (double && double.id === person.id) return 0;
  if (double) {
    const aside = `${double.id}#${newAccount}`.slice(0, 64);
    await work.db(people.name).where({ id: double.id }).update({ account: aside });
    await applyPeople(work, [{ account: aside, name: double.name, state: 'left', facts: null }], readAt);
  }
  await work
    .db(people.name)
    .where({ id: person.id })
    .update({ account: newAccount, updated_at: work.clock.now(), version: work.db.raw('version + 1') });
  return 1;
};
