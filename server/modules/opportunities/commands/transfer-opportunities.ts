import type { Id } from '../../../contract/page.ts';
import { emitMany } from '../../../kernel/event.ts';
import { allRows } from '../../../kernel/rows.ts';
import { unscoped } from '../../../kernel/scope.ts';
import { encodeRow } from '../../../kernel/table.ts';
import type { Work } from '../../../kernel/work.ts';
import type { Ownable } from '../../../ports/subjects.ts';
import { mainDepartments, nameOfPerson } from '../../org/index.ts';
import { opportunityTransferred } from '../events.ts';
import { onOpportunity } from '../queries/about.ts';
import { opportunities, type OpportunityRecord } from '../store.ts';

type Transfer = Parameters<Ownable['transfer']>[1];
const why = 'a hand-over moves what its person owns, whoever carries it out';

/** Gives opportunities to a new owner, a few statements for any number; nothing else about them changes. */
export const transferOpportunities = async (work: Work, input: Transfer): Promise<{ id: Id; version: number }[]> => {
  const rows = await lockMovable(work, input);
  if (rows.length === 0) return [];
  const department = (await mainDepartments(work, [input.to])).get(input.to);
  await unscoped(work, opportunities, why)
    .whereIn(
      'id',
      rows.map((row) => row.id),
    )
    .update({
      ...encodeRow(opportunities, {
        ownerId: input.to,
        ownerDepartmentId: department?.id ?? null,
        updatedAt: work.clock.now(),
        updatedBy: work.actor.personId,
      }),
      version: work.db.raw('version + 1'),
    });
  await tell(work, rows, input);
  return rows.map((row) => ({ id: row.id, version: row.version + 1 }));
};

const lockMovable = async (work: Work, { rows, from }: Transfer): Promise<OpportunityRecord[]> => {
  const expected = new Map(rows.map((row) => [row.id, row.version]));
  const locked = await allRows(
    opportunities,
    unscoped(work, opportunities, why)
      .whereIn('id', [...expected.keys()])
      .where({ owner_id: from })
      .orderBy('id')
      .forUpdate(),
  );
  return locked.filter((row) => (expected.get(row.id) ?? row.version) === row.version);
};

const tell = async (work: Work, rows: readonly OpportunityRecord[], input: Transfer): Promise<void> => {
  const { from, to, caseId, reason } = input;
  const [fromName, toName] = await Promise.all([nameOfPerson(work, from), nameOfPerson(work, to)]);
  const people = { fromId: from, fromName: fromName ?? '', toId: to, toName: toName ?? '', caseId };
  await emitMany(
    work,
    opportunityTransferred,
    rows.map((row) => ({
      ...onOpportunity(row),
      payload: { opportunityId: row.id, name: row.name, customerId: row.customerId, ...people },
      changes: [{ field: 'ownerId', label: '负责人', before: people.fromName, after: people.toName }],
      reason,
    })),
  );
};
