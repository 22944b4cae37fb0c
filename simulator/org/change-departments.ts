import { type DepartmentChange, type DepartmentInput, type VisibleRange } from '../control/types.ts';
import { type Department } from '../state.ts';
import { ensure } from '../wecom/error.ts';
import { type World } from '../world.ts';
import { applyToOrg, getPerson } from './change-people.ts';
import { tellParty, tellPartyDeleted } from './contact-events.ts';
import { type OrgIndex, orgIndex, subtree } from './org-index.ts';

const DEEPEST = 15;

/** Changes of the department tree (reference 5.2); refusals carry WeCom's codes. */
export function createDepartment(world: World, input: DepartmentInput): Department {
  const index = orgIndex(world.state);
  const { departments } = world.state.company;
  const id = input.id ?? Math.max(0, ...departments.map((each) => each.id)) + 1;
  ensure(!index.departments.has(id), 60008, 'department existed');
  const department = { id, parentId: input.parentId, name: input.name, order: input.order ?? 100_000_000 - id };
  ensureSound(index, department);
  applyToOrg(world, () => void departments.push(department));
  tellParty(world, 'create_party', department, ['Name', 'ParentId', 'Order']);
  return department;
}

export function updateDepartment(world: World, id: number, change: DepartmentChange): Department {
  const department = getDepartment(world, id);
  const after = {
    ...department,
    name: change.name ?? department.name,
    order: change.order ?? department.order,
    parentId: department.parentId === 0 ? 0 : (change.parentId ?? department.parentId),
  };
  const changed = [
    ...(after.name === department.name ? [] : ['Name']),
    ...(after.parentId === department.parentId ? [] : ['ParentId']),
  ];
  ensureSound(orgIndex(world.state), after);
  applyToOrg(world, () => void Object.assign(department, after));
  tellParty(world, 'update_party', department, changed);
  return department;
}

export function deleteDepartment(world: World, id: number): void {
  const { company, visibleRange } = world.state;
  const department = getDepartment(world, id);
  const index = orgIndex(world.state);
  ensure(department.parentId !== 0, 60007, 'root department cannot be deleted');
  ensure(!index.members.get(id)?.length, 60005, 'department contains user');
  ensure(!index.children.get(id)?.length, 60006, 'department contains sub-department');
  applyToOrg(world, () => {
    company.departments = company.departments.filter((each) => each !== department);
    visibleRange.departmentIds = visibleRange.departmentIds.filter((each) => each !== id);
  });
  tellPartyDeleted(world, id);
}

export function setVisibleRange(world: World, range: VisibleRange): VisibleRange {
  const userids = range.userids.map((userid) => getPerson(world, userid).userid);
  for (const id of range.departmentIds) getDepartment(world, id);
  applyToOrg(world, () => {
    world.state.visibleRange = { departmentIds: [...new Set(range.departmentIds)], userids: [...new Set(userids)] };
  });
  return world.state.visibleRange;
}

function getDepartment(world: World, id: number): Department {
  const department = orgIndex(world.state).departments.get(id);
  ensure(department, 60003);
  return department;
}

function ensureSound(index: OrgIndex, department: Department): void {
  ensure(department.name.length >= 1 && department.name.length <= 32, 60001, 'department length out of limit');
  ensure(!/[\\:*?"<>|]/.test(department.name), 60009, 'invalid department name');
  if (department.parentId === 0) return;
  ensure(index.departments.has(department.parentId), 60004, 'parent department not found');
  const below = subtree(index, department.id).map((each) => each.id);
  ensure(!below.includes(department.parentId), 60010, 'department is its own ancestor');
  const siblings = index.children.get(department.parentId) ?? [];
  const namesake = siblings.find((each) => each.name === department.name && each.id !== department.id);
  ensure(!namesake, 60008, 'department existed');
  ensure(depthOf(index, department.parentId) < DEEPEST, 81002, 'department depth out of limit');
}

function depthOf(index: OrgIndex, id: number): number {
  let depth = 0;
  for (let at = index.departments.get(id); at; at = index.departments.get(at.parentId)) depth++;
  return depth;
}
