import type { Knex } from 'knex';
import type { listPeople, Person } from '../../../contract/org.ts';
import type { InputOf } from '../../../contract/endpoint.ts';
import { totalCap, type Id, type Page, type Total } from '../../../contract/page.ts';
import { decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { allRows } from '../../../kernel/rows.ts';
import type { RowOf } from '../../../kernel/table.ts';
import type { Work } from '../../../kernel/work.ts';
import type { OrgChart } from '../chart.ts';
import { readOrg } from '../chart-reader.ts';
import { people } from '../store.ts';

type Filter = InputOf<typeof listPeople>['query'];

/** Colleagues in the order of their pinyin; active ones unless another state is asked for. */
export const listColleagues = async (work: Work, filter: Filter): Promise<Page<Person>> => {
  const query = filtered(work, filter);
  const total = filter.cursor ? null : await countUpToCap(work, filter);
  if (filter.cursor) after(query, decodeCursor(filter.cursor));
  const rows = await allRows(people, query.orderBy(['pinyin', 'id']).limit(filter.limit + 1));
  const shown = rows.slice(0, filter.limit);
  const last = shown.at(-1);
  const { chart } = await readOrg(work);
  return {
    items: shown.map((row) => presentPerson(row, chart)),
    nextCursor: rows.length > filter.limit && last ? encodeCursor([last.pinyin, last.id]) : null,
    total,
  };
};

/** A person as shown in lists. */
export const presentPerson = (row: RowOf<typeof people>, chart: OrgChart): Person => {
  const department = chart.departments.get(row.mainDepartmentId ?? '');
  return {
    id: row.id,
    name: row.name,
    position: row.position,
    department: department?.name ?? null,
    departmentId: department?.id ?? null,
    state: row.state,
  };
};

const filtered = (work: Work, filter: Filter): Knex.QueryBuilder => {
  const query = work.db(people.name).where({ state: filter.state ?? 'active' });
  const { scope } = work.actor;
  if (filter.mine && !scope.all) void query.whereIn('people.id', scope.people as Id[]);
  if (filter.departmentId) void query.whereIn('people.id', membersOf(work, filter.departmentId));
  if (filter.keyword) matching(query, filter.keyword);
  return query;
};

const membersOf = (work: Work, departmentId: Id): Knex.QueryBuilder =>
  work.db('person_departments').select('person_id').where({ department_id: departmentId });

/** Part of the name, or the beginning of its pinyin, its initials or the account. */
const matching = (query: Knex.QueryBuilder, keyword: string): void => {
  const escaped = keyword.replace(/[\\%_]/g, (sign) => `\\${sign}`);
  const typed = escaped.toLowerCase().replace(/\s/g, '');
  void query.where((either) => {
    void either.where('people.name', 'like', `%${escaped}%`);
    if (/^[\x21-\x7e]+$/.test(typed))
      for (const column of ['pinyin', 'initials', 'account'])
        void either.orWhere(`people.${column}`, 'like', `${typed}%`);
  });
};

const after = (query: Knex.QueryBuilder, [pinyin, id]: [string, Id]): void => {
  void query.where('people.pinyin', '>=', pinyin);
  void query.where((either) => void either.where('people.pinyin', '>', pinyin).orWhere('people.id', '>', id));
};

const countUpToCap = async (work: Work, filter: Filter): Promise<Total> => {
  const some = filtered(work, filter)
    .select('people.id')
    .limit(totalCap + 1)
    .as('some');
  const [row] = await work.db.count<{ count: number | string }[]>({ count: '*' }).from(some);
  const count = Number(row?.count ?? 0);
  return { count: Math.min(count, totalCap), capped: count > totalCap };
};
