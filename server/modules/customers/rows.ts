import type { CustomerRow } from '../../contract/customers.ts';
import type { Id } from '../../contract/page.ts';
import type { PersonRef } from '../../contract/subject.ts';
import { entryNames } from '../../kernel/dictionary.ts';
import { inOrder } from '../../kernel/list.ts';
import { allRows } from '../../kernel/rows.ts';
import { unscoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { personRefs, readOrg } from '../org/index.ts';
import { regionName } from './regions.ts';
import { customers, type CustomerRecord } from './store.ts';

/** What the ids on customers are called. */
export interface CustomerNames {
  people: Map<Id, PersonRef>;
  entries: Map<Id, string>;
  departments: ReadonlyMap<Id, { name: string }>;
}

export const namesFor = async (work: Work, rows: readonly CustomerRecord[]): Promise<CustomerNames> => {
  const [people, entries, org] = await Promise.all([
    personRefs(
      work,
      rows.map((row) => row.ownerId),
    ),
    entryNames(
      work,
      rows.flatMap((row) => [row.industryId, row.sourceId]),
    ),
    readOrg(work),
  ]);
  return { people, entries, departments: org.chart.departments };
};

/** Rows of a list whose ids were found within scope, in the order of the ids. */
export const customerRows = async (work: Work, ids: readonly Id[]): Promise<CustomerRow[]> => {
  if (ids.length === 0) return [];
  const rows = await allRows(
    customers,
    unscoped(work, customers, 'details of ids that were found within scope').whereIn('id', ids as Id[]),
  );
  const names = await namesFor(work, rows);
  return inOrder(
    ids,
    rows.map((row) => presentRow(row, names)),
  );
};

export const presentRow = (row: CustomerRecord, names: CustomerNames): CustomerRow => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  level: row.level,
  industry: names.entries.get(row.industryId ?? '') ?? null,
  region: regionName(row.region),
  owner: names.people.get(row.ownerId) ?? null,
  department: names.departments.get(row.ownerDepartmentId ?? '')?.name ?? null,
  nextContactAt: row.nextContactAt?.toISOString() ?? null,
  lastContactAt: row.lastContactAt?.toISOString() ?? null,
  openOpportunities: row.openOpportunities,
  openAmount: row.openAmount,
  createdAt: row.createdAt.toISOString(),
  touchedAt: row.touchedAt.toISOString(),
  deletedAt: row.deletedAt?.toISOString() ?? null,
});
