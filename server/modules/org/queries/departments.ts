import type { z } from 'zod';
import type { department } from '../../../contract/org.ts';
import type { Id } from '../../../contract/page.ts';
import { allRows } from '../../../kernel/rows.ts';
import type { RowOf } from '../../../kernel/table.ts';
import type { Work } from '../../../kernel/work.ts';
import { activeLeaders, departmentsAbove, type OrgChart } from '../chart.ts';
import { readOrg } from '../chart-reader.ts';
import { departments } from '../store.ts';

type Row = RowOf<typeof departments>;

/** The department tree, parents before children, siblings in the order of the directory (bigger first). */
export const listDepartmentTree = async (work: Work): Promise<z.infer<typeof department>[]> => {
  const { chart, names } = await readOrg(work);
  const rows = await allRows(departments, work.db(departments.name).whereNull('removed_at'));
  const headcounts = headcountsOf(chart);
  return inTreeOrder(rows).map((row) => ({
    id: row.id,
    parentId: row.parentId,
    name: row.name,
    leaders: activeLeaders(chart, row.id).map((id) => ({ id, name: names.get(id) ?? '' })),
    people: activeMembers(chart, row.id),
    peopleBelow: headcounts.get(row.id) ?? 0,
  }));
};

const activeMembers = (chart: OrgChart, departmentId: Id): number =>
  (chart.members.get(departmentId) ?? []).filter((id) => chart.people.get(id)?.active).length;

/** How many active people each department has with everything below it, counted in one pass over the people. */
const headcountsOf = (chart: OrgChart): Map<Id, number> => {
  const counts = new Map<Id, number>();
  for (const person of chart.people.values()) {
    if (!person.active) continue;
    const above = departmentsAbove(
      chart,
      person.departments.map(({ id }) => id),
    );
    for (const id of above) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
};

/** Departments whose parent is out of sight come at the top. */
const inTreeOrder = (rows: readonly Row[]): Row[] => {
  const known = new Set(rows.map((row) => row.id));
  const below = new Map<Id | null, Row[]>();
  for (const row of rows) {
    const parentId = row.parentId && known.has(row.parentId) ? row.parentId : null;
    below.set(parentId, [...(below.get(parentId) ?? []), row]);
  }
  const ordered: Row[] = [];
  const visit = (parentId: Id | null): void => {
    const children = below.get(parentId) ?? [];
    below.delete(parentId);
    for (const child of children.sort((one, other) => other.position - one.position || compareIds(one.id, other.id))) {
      ordered.push(parentId === null ? { ...child, parentId: null } : child);
      visit(child.id);
    }
  };
  visit(null);
  return ordered;
};

const compareIds = (one: Id, other: Id): number => one.length - other.length || (one < other ? -1 : 1);
