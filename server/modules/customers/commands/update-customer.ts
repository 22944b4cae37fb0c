import type { z } from 'zod';
import type { updateCustomer as updateCustomerEndpoint } from '../../../contract/customers.ts';
import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { Problem } from '../../../kernel/problem.ts';
import { patch } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { describeEdit } from '../changes.ts';
import { companyKey } from '../company-name.ts';
import { customerDetail } from '../detail.ts';
import { withUniqueName } from '../duplicates.ts';
import { lockEditableCustomer } from '../editing.ts';
import { customerUpdated } from '../events.ts';
import { ensureOptions } from '../options.ts';
import { ensureNoCycle } from '../parents.ts';
import { reindexCustomers } from '../search-index.ts';
import { customers, type CustomerRecord } from '../store.ts';

type Body = z.output<typeof updateCustomerEndpoint.body>;

export const updateCustomer = async (
  work: Work,
  { id, version, ...values }: Body & { id: Id },
): Promise<{ version: number }> => {
  const before = await lockEditableCustomer(work, id);
  if (before.version !== version) throw await staleCustomer(work, before);
  const changes = await describeEdit(work, before, values);
  if (changes.length === 0) return { version };
  await ensureNewChoices(work, before, values);
  const name = values.name ?? before.name;
  const next = await withUniqueName(work, name, () =>
    patch(work, customers, before, { ...values, nameKey: companyKey(name), touchedAt: work.clock.now() }),
  );
  if (changes.some(({ field }) => field === 'name' || field === 'phone')) await reindexCustomers(work, [id]);
  await emit(work, customerUpdated, {
    subject: { kind: 'customer', id },
    threadId: id,
    payload: { customerId: id, name },
    changes,
  });
  return { version: next };
};

const ensureNewChoices = async (work: Work, before: CustomerRecord, values: Partial<Body>): Promise<void> => {
  const chosen = (['industryId', 'sourceId', 'region', 'parentId'] as const).filter(
    (field) => values[field] !== before[field],
  );
  await ensureOptions(work, Object.fromEntries(chosen.map((field) => [field, values[field]])));
  if (values.parentId && values.parentId !== before.parentId) await ensureNoCycle(work, before.id, values.parentId);
};

/** Tells who was faster and what the customer looks like now, so that the form can offer both. */
const staleCustomer = async (work: Work, current: CustomerRecord): Promise<Problem> => {
  const who = current.updatedBy ? await work.nameOf(work, current.updatedBy) : null;
  return new Problem('conflict.stale', { who: who ?? '同事' }, [], await customerDetail(work, current));
};
