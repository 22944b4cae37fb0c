import type { Id } from '../../contract/page.ts';
import { isDuplicateKey } from '../../kernel/database.ts';
import { maskName } from '../../kernel/personal-data.ts';
import { Problem } from '../../kernel/problem.ts';
import { firstRow } from '../../kernel/rows.ts';
import { scoped, seesRow, unscoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { nameOfPerson } from '../org/index.ts';
import { companyKey } from './company-name.ts';
import { customers, type CustomerRecord } from './store.ts';

/** The living customer of this name, whoever owns it: there is at most one. */
export const findNamesake = (work: Work, name: string): Promise<CustomerRecord | undefined> =>
  firstRow(
    customers,
    unscoped(work, customers, 'a name is taken whoever owns the customer').where({ live_name: companyKey(name) }),
  );

/** What the asker may know about a customer of the same name. The recycle bin counts where the asker can see it. */
export const describeDuplicate = async (
  work: Work,
  name: string,
): Promise<{ id: Id | null; name: string; owner: string; visible: boolean; deleted: boolean } | null> => {
  const found =
    (await findNamesake(work, name)) ??
    (await firstRow(customers, scoped(work, customers).where('customers.name_key', companyKey(name))));
  if (!found) return null;
  const visible = seesRow(work.actor, customers, found);
  return {
    id: visible ? found.id : null,
    name: found.name,
    owner: await ownerName(work, found, visible),
    visible,
    deleted: found.deletedAt !== null,
  };
};

/** Runs a write that could make a second living customer of this name; the unique index has the last word. */
export const withUniqueName = async <T>(work: Work, name: string, write: () => Promise<T>): Promise<T> => {
  try {
    return await write();
  } catch (error) {
    if (!isDuplicateKey(error, 'customers_live_name')) throw error;
    const taken = await describeDuplicate(work, name);
    throw new Problem('customer.duplicate', { name: taken?.name ?? name, owner: taken?.owner ?? '同事' });
  }
};

const ownerName = async (work: Work, customer: CustomerRecord, visible: boolean): Promise<string> => {
  const name = (await nameOfPerson(work, customer.ownerId)) ?? '';
  return visible ? name : maskName(name);
};
