import { type Call, type Endpoint, integerOf, queryOf } from '../http/endpoint.ts';
import { type OrgIndex, orgIndex, subtree } from '../org/org-index.ts';
import { type Department } from '../state.ts';
import { ensure } from './error.ts';

/** Reference 5.2, docs 90208, 95350, 95351. The contacts secret may read ids only (48009). */
export const departmentEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: '/cgi-bin/department/list',
    allow: ['agent', 'contacts'],
    run: (call) => ({ department: listed(call).map((each) => present(call, each)) }),
  },
  {
    method: 'GET',
    path: '/cgi-bin/department/simplelist',
    allow: ['agent', 'contacts'],
    run: (call) => ({
      department_id: listed(call, true).map(({ id, parentId, order }) => ({ id, parentid: parentId, order })),
    }),
  },
  {
    method: 'GET',
    path: '/cgi-bin/department/get',
    allow: ['agent', 'contacts'],
    run: (call) => ({ department: present(call, visibleDepartment(call, queryOf(call, 'id', 40058))) }),
  },
];

/** Refuses what an app may not see: 60003 unknown, 60011 outside the visible range. */
export function visibleDepartment(call: Call, id: string): Department {
  ensure(call.secret === 'agent', 48009);
  return reachableDepartment(call, id);
}

function reachableDepartment(call: Call, id: string): Department {
  const index = orgIndex(call.world.state);
  const department = index.departments.get(integerOf(id, 'department id'));
  ensure(department, 60003);
  ensure(call.secret === 'contacts' || index.visibleDepartments.has(department.id), 60011);
  return department;
}

function listed(call: Call, idsOnly = false): Department[] {
  ensure(idsOnly || call.secret === 'agent', 48009);
  const index = orgIndex(call.world.state);
  if (call.query.id) return subtree(index, reachableDepartment(call, call.query.id).id);
  return [...index.departments.values()].filter(
    (each) => call.secret === 'contacts' || index.visibleDepartments.has(each.id),
  );
}

function present({ world }: Call, department: Department) {
  return {
    id: department.id,
    name: department.name,
    name_en: '',
    department_leader: visibleLeaders(orgIndex(world.state), department.id),
    parentid: department.parentId,
    order: department.order,
  };
}

function visibleLeaders(index: OrgIndex, departmentId: number): string[] {
  return (index.members.get(departmentId) ?? [])
    .filter((each) => each.leaderOf.includes(departmentId) && index.visiblePeople.has(each.userid.toLowerCase()))
    .map((each) => each.userid);
}
