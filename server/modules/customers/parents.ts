import type { Id } from '../../contract/page.ts';
import { ensure } from '../../kernel/problem.ts';
import { unscoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { customers } from './store.ts';

/**
 * Refuses a parent that is the customer itself or below it. The line above is locked in id order and read again, so that two
 * customers cannot become each other's parent at the same moment.
 */
export const ensureNoCycle = async (work: Work, customerId: Id, parentId: Id): Promise<void> => {
  const line = await lineAbove(work, parentId);
  ensure(!line.includes(customerId), 'customer.own_parent');
  await unscoped(work, customers, 'a group may reach beyond the scope of who edits it')
    .select('id')
    .whereIn('id', [customerId, ...line])
    .orderBy('id')
    .forUpdate();
  ensure(!(await lineAbove(work, parentId)).includes(customerId), 'customer.own_parent');
};

/** The customer and everything above it. `union` (not `union all`) ends even on a cycle. */
const lineAbove = async (work: Work, id: Id): Promise<Id[]> => {
  const rows: { id: Id }[] = await work.db
    .withRecursive('line', ['id', 'parent_id'], (line) => {
      void line
        .select('id', 'parent_id')
        .from(customers.name)
        .where({ id })
        .union((above) => {
          void above
            .select('customers.id', 'customers.parent_id')
            .from(customers.name)
            .join('line', 'line.parent_id', 'customers.id');
        });
    })
    .select('id')
    .from('line');
  return rows.map((row) => row.id);
};
