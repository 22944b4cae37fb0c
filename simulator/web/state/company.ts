import { computed, shallowRef } from 'vue';

import { type AppView, type CompanyView, type DepartmentView, type PersonView } from '../../control/types.ts';
import { ask, attempt } from '../api.ts';
import { coalesce } from '../coalesce.ts';
import { onLive } from '../live.ts';

const nobody: CompanyView = {
  name: '',
  departments: [],
  people: [],
  leavers: [],
  visibleRange: { departmentIds: [], userids: [] },
};
export const company = shallowRef<CompanyView>(nobody);
export const app = shallowRef<AppView | null>(null);

export const peopleById = computed(() => new Map(company.value.people.map((each) => [each.userid, each])));
export const departmentsById = computed(() => new Map(company.value.departments.map((each) => [each.id, each])));

/** Children of each department, the bigger order first; the key of the top is null. */
export const childrenOf = computed(() => {
  const groups = new Map<number | null, DepartmentView[]>();
  for (const each of company.value.departments) append(groups, each.parentId, each);
  for (const siblings of groups.values()) siblings.sort((a, b) => b.order - a.order || a.id - b.id);
  return groups;
});

/** Members of each department, its leaders first. */
export const membersOf = computed(() => {
  const members = new Map<number, PersonView[]>();
  for (const person of company.value.people) {
    for (const id of person.departments) append(members, id, person);
  }
  for (const [id, list] of members) {
    list.sort((a, b) => Number(b.leaderOf.includes(id)) - Number(a.leaderOf.includes(id)));
  }
  return members;
});

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

export function departmentPath(id: number): string {
  const names: string[] = [];
  for (let at: DepartmentView | undefined = departmentsById.value.get(id); at?.parentId != null;) {
    names.unshift(at.name);
    at = departmentsById.value.get(at.parentId);
  }
  return names.join(' / ') || (departmentsById.value.get(id)?.name ?? '');
}

async function refresh(): Promise<void> {
  const [people, application] = await Promise.all([ask<CompanyView>('GET', 'company'), ask<AppView>('GET', 'app')]);
  company.value = people;
  app.value = application;
}

const refreshSoon = coalesce(() => void attempt(refresh), 150);
onLive(({ type }) => {
  if (type === 'org' || type === 'reset' || type === 'resync') refreshSoon();
});
export const companyLoaded = attempt(refresh);
