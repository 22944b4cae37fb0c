import { z } from 'zod';

import { bodyOf, type Call, type Endpoint, queryOf } from '../http/endpoint.ts';
import { findPerson, isVisible, membersOf, orgIndex } from '../org/org-index.ts';
import { type Person } from '../state.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { visibleDepartment } from './departments.ts';
import { ensure } from './error.ts';

/** An answer with more people than this is refused as too large (the real threshold is not documented). */
const LARGEST_LIST = 3000;

/** Reference 5.3, docs 90196, 90200, 90201, 96067. Mobile, gender, avatar and the like are never answered (since 2022). */
export const memberEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: '/cgi-bin/user/get',
    allow: ['agent', 'contacts'],
    run(call) {
      ensure(call.secret === 'agent', 48009);
      const person = findPerson(call.world.state, queryOf(call, 'userid', 41009));
      ensure(person, 60111);
      ensure(isVisible(call.world.state, person.userid), 60011);
      return present(call, person);
    },
  },
  {
    method: 'GET',
    path: '/cgi-bin/user/list',
    allow: ['agent', 'contacts'],
    run: (call) => ({ userlist: membersAsked(call).map((each) => present(call, each)) }),
  },
  {
    method: 'GET',
    path: '/cgi-bin/user/simplelist',
    allow: ['agent', 'contacts'],
    run: (call) => ({
      userlist: membersAsked(call).map((each) => ({
        userid: each.userid,
        name: each.name,
        department: visibleDepartments(call, each),
        open_userid: '',
      })),
    }),
  },
  { method: 'POST', path: '/cgi-bin/user/list_id', allow: ['contacts'], run: listIds },
  { method: 'POST', path: '/cgi-bin/user/getuserid', allow: ['agent', 'contacts'], run: findByMobile },
];

const idPage = z.object({ cursor: z.string().optional(), limit: z.number().int().min(1).max(10_000).optional() });

function listIds(call: Call) {
  const { cursor, limit = 10_000 } = bodyOf(call, idPage);
  const rows = call.world.state.company.people.flatMap((each) =>
    each.departments.map((department) => ({ userid: each.userid, department })),
  );
  const from = readCursor(cursor, rows.length);
  return { next_cursor: writeCursor(from + limit, rows.length), dept_user: rows.slice(from, from + limit) };
}

function findByMobile(call: Call) {
  const { mobile } = bodyOf(call, z.object({ mobile: z.string() }));
  const person = call.world.state.company.people.find((each) => each.mobile !== '' && each.mobile === mobile);
  ensure(person && (call.secret === 'contacts' || isVisible(call.world.state, person.userid)), 46004, 'user not exist');
  return { userid: person.userid };
}

function membersAsked(call: Call): Person[] {
  const department = visibleDepartment(call, queryOf(call, 'department_id', 40058));
  const index = orgIndex(call.world.state);
  const people = membersOf(index, department.id, call.query.fetch_child === '1');
  ensure(people.length <= LARGEST_LIST, 45029);
  return people;
}

function visibleDepartments({ world }: Call, person: Person): number[] {
  const { visibleDepartments: visible } = orgIndex(world.state);
  return person.departments.filter((id) => visible.has(id));
}

function present(call: Call, person: Person) {
  const departments = visibleDepartments(call, person);
  const leader = person.directLeader;
  return {
    userid: person.userid,
    name: person.name,
    alias: '',
    department: departments,
    order: departments.map(() => 0),
    is_leader_in_dept: departments.map((id) => (person.leaderOf.includes(id) ? 1 : 0)),
    ...(departments.includes(person.mainDepartment) ? { main_department: person.mainDepartment } : {}),
    direct_leader: leader && isVisible(call.world.state, leader) ? [leader] : [],
    position: person.position,
    status: person.status,
    telephone: '',
    open_userid: '',
    extattr: { attrs: [] },
    external_position: '',
    external_profile: { external_corp_name: '', external_attr: [] },
  };
}
