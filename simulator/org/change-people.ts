import { type PersonChange, type PersonInput } from '../control/types.ts';
import { type CustomerGroup, type Person } from '../state.ts';
import { ensure } from '../wecom/error.ts';
import { type World } from '../world.ts';
import {
  tellRangeChanges,
  tellUserCreated,
  tellUserDeleted,
  tellUserRenamed,
  tellUserUpdated,
} from './contact-events.ts';
import { findPerson, orgIndex } from './org-index.ts';
import { renameEverywhere } from './rename-person.ts';

/** Changes of the directory by the admin console or the contacts secret; refusals carry WeCom's codes. */
export function createPerson(world: World, input: PersonInput): Person {
  ensureUseridForm(input.userid);
  ensure(!findPerson(world.state, input.userid), 60102, 'userid existed');
  const person: Person = {
    userid: input.userid,
    name: input.name,
    departments: input.departments,
    mainDepartment: input.mainDepartment ?? input.departments[0] ?? 0,
    leaderOf: input.leaderOf ?? [],
    directLeader: input.directLeader ?? null,
    mobile: input.mobile ?? '',
    position: input.position ?? '',
    gender: input.gender ?? 0,
    avatar: input.avatar ?? '',
    status: input.status ?? 1,
  };
  ensureSound(world, person);
  applyToOrg(world, () => void world.state.company.people.push(person));
  tellUserCreated(world, person);
  return person;
}

export function updatePerson(world: World, userid: string, change: PersonChange): Person {
  const person = getPerson(world, userid);
  const before = { ...person };
  const after: Person = { ...person, ...defined(change) };
  if (change.departments) {
    after.leaderOf = after.leaderOf.filter((id) => after.departments.includes(id));
    if (!after.departments.includes(after.mainDepartment)) after.mainDepartment = after.departments[0] ?? 0;
  }
  ensureSound(world, after);
  applyToOrg(world, () => void Object.assign(person, after));
  tellUserUpdated(world, before, person);
  return person;
}

/** Leaves the company: out of the directory, groups and range; their customers wait to be assigned (reference 6.6). */
export function deletePerson(world: World, userid: string): void {
  const { state, clock } = world;
  const person = getPerson(world, userid);
  applyToOrg(world, () => {
    state.company.people = state.company.people.filter((each) => each !== person);
    state.visibleRange.userids = state.visibleRange.userids.filter((each) => each !== person.userid);
    for (const each of state.company.people) if (each.directLeader === person.userid) each.directLeader = null;
  });
  state.leavers.push({ userid: person.userid, name: person.name, leftAt: clock.now() });
  for (const group of state.groups) group.members = group.members.filter((each) => each !== person.userid);
  for (const follow of state.follows) if (follow.userid === person.userid) follow.leftAt = clock.now();
  for (const group of state.customerGroups) leaveCustomerGroup(group, person.userid);
  tellUserDeleted(world, person.userid);
}

/** A group whose owner left stays with nobody until it is assigned. */
function leaveCustomerGroup(group: CustomerGroup, userid: string): void {
  group.members = group.members.filter((each) => each.id !== userid);
  if (group.owner === userid) group.status = 'resigned';
}

export function renamePerson(world: World, userid: string, newUserid: string): Person {
  const person = getPerson(world, userid);
  const oldUserid = person.userid;
  ensureUseridForm(newUserid);
  const taken = findPerson(world.state, newUserid);
  ensure(!taken || taken === person, 60102, 'userid existed');
  renameEverywhere(world.state, oldUserid, newUserid);
  orgChanged(world);
  tellUserRenamed(world, oldUserid, newUserid);
  return person;
}

export function getPerson(world: World, userid: string): Person {
  const person = findPerson(world.state, userid);
  ensure(person, 60111);
  return person;
}

export function orgChanged(world: World): void {
  world.state.orgVersion++;
  world.live.emit({ type: 'org' });
  world.storage.saveSoon();
}

export function applyToOrg(world: World, change: () => void): void {
  tellRangeChanges(world, () => {
    change();
    orgChanged(world);
  });
}

function ensureUseridForm(userid: string): void {
  ensure(/^[A-Za-z0-9][A-Za-z0-9_\-@.]{0,63}$/.test(userid), 40003);
}

function ensureSound(world: World, person: Person): void {
  const { departments } = orgIndex(world.state);
  ensure(person.departments.length > 0, 40066, 'invalid party list');
  ensure(person.departments.length <= 20, 60110, 'user is in too many parties');
  for (const id of person.departments) ensure(departments.has(id), 60123, `invalid party id ${id}`);
  for (const id of person.leaderOf) ensure(person.departments.includes(id), 60132, 'is_leader_in_dept not match');
  ensure(person.departments.includes(person.mainDepartment), 40066, 'main_department not in department');
  if (person.directLeader !== null) {
    const leader = findPerson(world.state, person.directLeader);
    ensure(leader && leader.userid !== person.userid, 60111, 'direct_leader not found');
    person.directLeader = leader.userid;
  }
}

function defined<Value extends object>(change: Value): Value {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Value;
}
