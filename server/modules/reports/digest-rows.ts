import type { Knex } from 'knex';
import type { DigestFigure, DigestPeriod } from '../../contract/reports.ts';
import { followUpKinds, type FollowUpKind } from '../../contract/activities.ts';
import { stages, type Stage } from '../../contract/opportunities.ts';
import type { Id, Page } from '../../contract/page.ts';
import type { PersonRef } from '../../contract/subject.ts';
import { pageById } from '../../kernel/paging.ts';
import { unscoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { departmentScope, personRefs } from '../org/index.ts';
import { getReadableDigest } from './digest-access.ts';
import { edges } from './personal-facts.ts';
import { figureSources, sources, visibleRows, type Source } from './sources.ts';
import { windowsOf } from './windows.ts';

const reason = 'the rows behind a figure of the department; what the viewer may not see is only counted';

export interface DigestRow {
  id: Id;
  kind: Source['kind'];
  title: string;
  detail: string;
  amount: number | null;
  person: PersonRef | null;
  at: string;
  path: string;
}

interface FoundRow {
  id: Id;
  person: Id;
  title: string | null;
  name: string | null;
  code: string;
  state: string;
  customerId: Id;
  amount: number | null;
  at: Date | string;
}

/** The rows behind one figure of a day, the day before or the month: the same predicates, within what the viewer may see, and how many others there are. */
export const listDigestRows = async (
  work: Work,
  id: Id,
  request: { figure: DigestFigure; period: DigestPeriod; cursor?: string | undefined; limit: number },
): Promise<Page<DigestRow> & { hidden: number }> => {
  const digest = await getReadableDigest(work, id);
  const source = sources[figureSources[request.figure].source];
  const { people } = await departmentScope(work, digest.departmentId);
  const window = windowsOf(digest.day, digest.frozenAt, work.calendar)[request.period];
  const counted = (): Knex.QueryBuilder => {
    const query = source.where(unscoped(work, source.table, reason)).whereIn(source.person, people);
    if (!source.at) return query;
    const [from, until] = edges(source.at.as, window);
    return query.where(source.at.column, '>=', from).where(source.at.column, '<', until);
  };
  const visible = (): Knex.QueryBuilder => visibleRows(work, source, counted());
  const page = await pageById(withDetails(work, source, visible()), `${source.table.name}.id`, request, readRows);
  const refs = await personRefs(
    work,
    page.items.map((row) => row.person),
  );
  return {
    ...page,
    items: page.items.map((row) => presentRow(source.kind, row, refs)),
    hidden: (await countOf(counted())) - (await countOf(visible())),
  };
};

const readRows = async (query: Knex.QueryBuilder): Promise<FoundRow[]> =>
  ((await query) as FoundRow[]).map((row) => ({ ...row, id: String(row.id), person: String(row.person) }));

const countOf = async (query: Knex.QueryBuilder): Promise<number> => {
  const [row] = await query.count<{ count: number | string }[]>({ count: '*' });
  return Number(row?.count ?? 0);
};

const withDetails = (work: Work, source: Source, query: Knex.QueryBuilder): Knex.QueryBuilder => {
  void query.select({ id: `${source.table.name}.id`, person: source.person });
  switch (source.kind) {
    case 'customer':
      return query.select({ title: 'customers.name', at: 'customers.created_at' });
    case 'opportunity':
      return query
        .leftJoin('customers', 'customers.id', 'opportunities.customer_id')
        .select({ title: 'opportunities.name', name: 'customers.name', code: 'opportunities.stage' })
        .select({
          state: 'opportunities.state',
          amount: 'opportunities.amount',
          at: source.at?.column ?? 'opportunities.created_at',
        });
    case 'follow_up':
      return query
        .leftJoin('customers', 'customers.id', 'follow_ups.customer_id')
        .select({ title: 'customers.name', code: 'follow_ups.kind', at: 'follow_ups.happened_at' })
        .select({ name: work.db.raw('left(follow_ups.content, 100)'), customerId: 'follow_ups.customer_id' });
  }
};

const presentRow = (kind: Source['kind'], row: FoundRow, refs: Map<Id, PersonRef>): DigestRow => ({
  id: row.id,
  kind,
  title: row.title ?? '',
  detail: detailOf(kind, row),
  amount: kind === 'opportunity' ? Number(row.amount) : null,
  person: refs.get(row.person) ?? null,
  at: row.at instanceof Date ? row.at.toISOString() : row.at,
  path: pathOf(kind, row),
});

const detailOf = (kind: Source['kind'], row: FoundRow): string => {
  switch (kind) {
    case 'customer':
      return '';
    case 'opportunity':
      return [row.name, row.state === 'open' ? stages[row.code as Stage] : null].filter(Boolean).join(' · ');
    case 'follow_up':
      return `${followUpKinds[row.code as FollowUpKind]}:${row.name ?? ''}`;
  }
};

const pathOf = (kind: Source['kind'], row: FoundRow): string => {
  switch (kind) {
    case 'customer':
      return `/customers/${row.id}`;
    case 'opportunity':
      return `/opportunities/${row.id}`;
    case 'follow_up':
      return `/customers/${row.customerId}`;
  }
};
