import type { CustomerRow } from '../../contract/customers.ts';
import type { Id } from '../../contract/page.ts';
import type { PersonRef } from '../../contract/subject.ts';
import { entryNames } from '../../kernel/dictionary.ts';
import type { Work } from '../../kernel/work.ts';
import { orgSeenBy, personRefs } from '../org/index.ts';
import { regionName } from './regions.ts';
import { type CustomerRecord } from './store.ts';

/** What a row of a list is made from. */
export const listedColumns = [
  'id',
  'name',
  'kind',
  'level',
  'industryId',
  'sourceId',
  'region',
  'ownerId',
  'ownerDepartmentId',
  'nextContactAt',
  'lastContactAt',
  'openOpportunities',
  'openAmount',
  'createdAt',
  'touchedAt',
  'deletedAt',
] as const;
type Listed = Pick<CustomerRecord, (typeof listedColumns)[number]>;

/** What the ids on customers are called. */
export interface CustomerNames {
  people: Map<Id, PersonRef>;
  entries: Map<Id, string>;
  departments: ReadonlyMap<Id, { name: string }>;
}

export const namesFor = async (work: Work, rows: readonly Listed[]): Promise<CustomerNames> => {
  const [people, entries, org] = await Promise.all([
    personRefs(
      work,
      rows.map((row) => row.ownerId),
    ),
    entryNames(
      work,
      rows.flatMap((row) => [row.industryId, row.sourceId]),
    ),
    orgSeenBy(work),
  ]);
  return { people, entries, departments: org.chart.departments };
};

/** Rows of a list, read within scope, in their order. */
export const presentRows = async (work: Work, rows: readonly Listed[]): Promise<CustomerRow[]> => {
  const names = await namesFor(work, rows);
  return rows.map((row) => presentRow(row, names));
};

export const presentRow = (row: Listed, names: CustomerNames): CustomerRow => ({
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
