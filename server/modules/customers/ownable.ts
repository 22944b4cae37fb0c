import type { Knex } from 'knex';
import type { Id } from '../../contract/page.ts';
import { emitMany } from '../../kernel/event.ts';
import { unscoped } from '../../kernel/scope.ts';
import { decodeRow, selectRow } from '../../kernel/table.ts';
import type { Work } from '../../kernel/work.ts';
import type { Ownable, OwnedRow } from '../../ports/subjects.ts';
import { mainDepartments, personRefs } from '../org/index.ts';
import { customerTransferred } from './events.ts';
import { customers, type CustomerRecord } from './store.ts';

type Transfer = Parameters<Ownable['transfer']>[1];

/** How customers change hands. */
export const ownableCustomers: Ownable = {
  kind: 'customer',
  label: '客户',
  count: async (work, ownerId) => {
    const [row]: { count: number | string }[] = await unscoped(
      work,
      customers,
      'a hand-over counts everything somebody owns',
    )
      .where({ owner_id: ownerId })
      .count({ count: '*' });
    return { count: Number(row?.count ?? 0), amount: null };
  },
  list: async (work, ownerId, after, limit) => {
    const query = unscoped(work, customers, 'a hand-over lists everything somebody owns').where({ owner_id: ownerId });
    if (after) void query.where('id', '>', after);
    return (await movingRows(query.orderBy('id').limit(limit))).map(ownedRow);
  },
  transfer: async (work, input) => {
    const rows = await lockRows(work, input);
    if (rows.length === 0) return [];
    await giveTo(work, rows, input);
    await tellTransfers(work, rows, input);
    return rows.map((row) => ({ id: row.id, version: row.version + 1 }));
  },
};

const movingFields = ['id', 'name', 'openAmount', 'version', 'level', 'openOpportunities'] as const;
type MovingRow = Pick<CustomerRecord, (typeof movingFields)[number]>;

const movingRows = async (query: Knex.QueryBuilder): Promise<MovingRow[]> => {
  const rows: Record<string, unknown>[] = await selectRow(query, customers, movingFields);
  return rows.map((row) => decodeRow(customers, row));
};

const ownedRow = (row: MovingRow): OwnedRow => ({
  id: row.id,
  name: row.name,
  amount: row.openAmount,
  version: row.version,
  customerId: null,
  level: row.level,
  openOpportunities: row.openOpportunities,
});

/** Locked in id order, so that two hand-overs never wait for each other in a circle. */
const lockRows = async (work: Work, input: Transfer): Promise<MovingRow[]> => {
  const expected = new Map(input.rows.map((row) => [row.id, row.version]));
  const rows = await movingRows(
    unscoped(work, customers, 'a hand-over moves rows whoever sees them')
      .whereIn('id', [...expected.keys()])
      .where({ owner_id: input.from })
      .orderBy('id')
      .forUpdate(),
  );
  return rows.filter((row) => (expected.get(row.id) ?? row.version) === row.version);
};

const giveTo = async (work: Work, rows: MovingRow[], { to }: Transfer): Promise<void> => {
  const departments = await mainDepartments(work, [to]);
  await unscoped(work, customers, 'a hand-over moves rows whoever sees them')
    .whereIn(
      'id',
      rows.map((row) => row.id),
    )
    .update({
      owner_id: to,
      owner_department_id: departments.get(to)?.id ?? null,
      version: work.db.raw('version + 1'),
      updated_at: work.clock.now(),
      updated_by: work.actor.personId,
    });
};

const tellTransfers = async (work: Work, rows: MovingRow[], input: Transfer): Promise<void> => {
  const { from, to, caseId, reason } = input;
  const people = await personRefs(work, [from, to]);
  const nameOf = (id: Id): string => people.get(id)?.name ?? '';
  await emitMany(
    work,
    customerTransferred,
    rows.map((row) => ({
      subject: { kind: 'customer', id: row.id },
      threadId: row.id,
      payload: {
        customerId: row.id,
        name: row.name,
        fromId: from,
        fromName: nameOf(from),
        toId: to,
        toName: nameOf(to),
        caseId,
      },
      changes: [{ field: 'ownerId', label: '负责人', before: nameOf(from), after: nameOf(to) }],
      reason,
    })),
  );
};
