import type { z } from 'zod';
import type { createCustomer } from '../../../contract/customers.ts';
import type { Id } from '../../../contract/page.ts';
import { allEntries } from '../../../kernel/dictionary.ts';
import { emitMany } from '../../../kernel/event.ts';
import { Problem } from '../../../kernel/problem.ts';
import { insertMany } from '../../../kernel/rows.ts';
import { unscoped } from '../../../kernel/scope.ts';
import { addSearchTerms } from '../../../kernel/search.ts';
import type { Work } from '../../../kernel/work.ts';
import { mainDepartments, personRefs } from '../../org/index.ts';
import { companyKey } from '../company-name.ts';
import { customerCreated } from '../events.ts';
import { lockLivingCustomers } from '../find-for-import.ts';
import { isRegion } from '../regions.ts';
import { customerText } from '../search-index.ts';
import { customers } from '../store.ts';

export type CustomerToImport = Omit<z.output<typeof createCustomer.body>, 'contacts'> & {
  ownerId: Id;
  /** When the customer was won over; null: now. */
  createdAt: Date | null;
};

/** Creates many customers at once under the rules of a single one. Answers in order: the new id, or why there is none. */
export const importCustomers = async (work: Work, inputs: readonly CustomerToImport[]): Promise<(Id | Problem)[]> => {
  const refuse = await refusals(work, inputs);
  const departments = await mainDepartments(
    work,
    inputs.map((input) => input.ownerId),
  );
  const outcomes = inputs.map((input) => {
    const { createdAt, ...fields } = input;
    const at = createdAt ?? work.clock.now();
    return (
      refuse(input) ?? {
        ...fields,
        id: work.nextId(),
        nameKey: companyKey(input.name),
        ownerDepartmentId: departments.get(input.ownerId)?.id ?? null,
        createdAt: at,
        touchedAt: at,
      }
    );
  });
  const rows = outcomes.flatMap((one) => (one instanceof Problem ? [] : [one]));
  await insertMany(work, customers, rows);
  await addSearchTerms(
    work,
    'customer',
    rows.map((row) => customerText({ id: row.id, name: row.name, phone: row.phone ?? null }, [])),
  );
  await emitMany(
    work,
    customerCreated,
    rows.map(({ id, name }) => ({
      subject: { kind: 'customer', id },
      threadId: id,
      payload: { customerId: id, name },
    })),
  );
  return outcomes.map((one) => (one instanceof Problem ? one : one.id));
};

/** What a single customer is refused for, looked up for all of them at once. Remembers the names it has let pass. */
const refusals = async (work: Work, inputs: readonly CustomerToImport[]) => {
  const owners = await namesakes(work, inputs);
  const people = await personRefs(
    work,
    inputs.map((input) => input.ownerId),
  );
  const entries = new Set((await allEntries(work)).filter((one) => one.active).map((one) => `${one.kind} ${one.id}`));
  const parents = await lockLivingCustomers(
    work,
    inputs.map((input) => input.parentId),
  );
  const unknown = (label: string): Problem => new Problem('customer.option_unknown', { label });
  return (input: CustomerToImport): Problem | null => {
    const key = companyKey(input.name);
    const owner = owners.get(key);
    if (owner !== undefined) return new Problem('customer.duplicate', { name: input.name, owner });
    if (input.industryId && !entries.has(`industry ${input.industryId}`)) return unknown('行业');
    if (input.sourceId && !entries.has(`source ${input.sourceId}`)) return unknown('来源');
    if (input.region && !isRegion(input.region)) return unknown('地区');
    if (input.parentId && !parents.has(input.parentId)) return new Problem('customer.parent_unknown');
    owners.set(key, nameIn(people, input.ownerId));
    return null;
  };
};

/** Owners of the living customers that have one of the names, by name. */
const namesakes = async (work: Work, inputs: readonly CustomerToImport[]): Promise<Map<string, string>> => {
  const keys = inputs.map((input) => companyKey(input.name));
  const rows: { key: string; ownerId: Id }[] = await unscoped(
    work,
    customers,
    'a name is taken whoever owns the customer',
  )
    .whereIn('live_name', keys)
    .select({ key: 'live_name', ownerId: 'owner_id' });
  const people = await personRefs(
    work,
    rows.map((row) => row.ownerId),
  );
  return new Map(rows.map((row) => [row.key, nameIn(people, row.ownerId)]));
};

const nameIn = (people: ReadonlyMap<Id, { name: string }>, id: Id): string => people.get(id)?.name ?? '同事';
