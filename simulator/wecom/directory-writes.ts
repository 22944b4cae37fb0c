import { z } from 'zod';

import { type PersonChange } from '../control/types.ts';
import { bodyOf, type Call, type Endpoint, integerOf, queryOf } from '../http/endpoint.ts';
import { createDepartment, deleteDepartment, updateDepartment } from '../org/change-departments.ts';
import { createPerson, deletePerson, getPerson, renamePerson, updatePerson } from '../org/change-people.ts';
import { ensure } from './error.ts';

/** Writing the directory: contacts secret only (reference 5.1 to 5.3). */
export const directoryWriteEndpoints: Endpoint[] = [
  { method: 'POST', path: '/cgi-bin/user/create', allow: ['contacts'], run: createUser },
  { method: 'POST', path: '/cgi-bin/user/update', allow: ['contacts'], run: updateUser },
  { method: 'GET', path: '/cgi-bin/user/delete', allow: ['contacts'], run: deleteUser },
  { method: 'POST', path: '/cgi-bin/department/create', allow: ['contacts'], run: createParty },
  { method: 'POST', path: '/cgi-bin/department/update', allow: ['contacts'], run: updateParty },
  { method: 'GET', path: '/cgi-bin/department/delete', allow: ['contacts'], run: deleteParty },
];

const userFields = {
  name: z.string().min(1).max(64),
  department: z.array(z.number().int()).min(1),
  is_leader_in_dept: z.array(z.number().int()).optional(),
  main_department: z.number().int().optional(),
  direct_leader: z.array(z.string()).optional(),
  mobile: z.string().optional(),
  position: z.string().optional(),
  gender: z.enum(['0', '1', '2']).optional(),
  enable: z.number().int().optional(),
};
const newUser = z.object({ userid: z.string(), ...userFields });
const changedUser = newUser.partial().extend({ userid: z.string(), new_userid: z.string().optional() });

function toChange(body: z.infer<typeof changedUser>): PersonChange {
  const { department, is_leader_in_dept: flags, direct_leader: leaders } = body;
  ensure(!flags || flags.length === department?.length, 60132, 'is_leader_in_dept and department not match');
  ensure(!leaders || leaders.length <= 5, 60257, 'too many direct leaders');
  return {
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(department ? { departments: department } : {}),
    ...(flags && department ? { leaderOf: department.filter((_, i) => flags[i] === 1) } : {}),
    ...(body.main_department === undefined ? {} : { mainDepartment: body.main_department }),
    ...(leaders ? { directLeader: leaders[0] ?? null } : {}),
    ...(body.mobile === undefined ? {} : { mobile: body.mobile }),
    ...(body.position === undefined ? {} : { position: body.position }),
    ...(body.gender === undefined ? {} : { gender: body.gender === '1' ? 1 : body.gender === '2' ? 2 : 0 }),
    ...(body.enable === undefined ? {} : { status: body.enable === 0 ? 2 : 1 }),
  };
}

function createUser(call: Call) {
  const body = bodyOf(call, newUser);
  ensureMobileIsFree(call, body.userid, body.mobile);
  createPerson(call.world, {
    ...toChange(body),
    userid: body.userid,
    name: body.name,
    departments: body.department,
    status: 4,
  });
  return { errmsg: 'created' };
}

function updateUser(call: Call) {
  const body = bodyOf(call, changedUser);
  getPerson(call.world, body.userid);
  ensureMobileIsFree(call, body.userid, body.mobile);
  updatePerson(call.world, body.userid, toChange(body));
  if (body.new_userid) renamePerson(call.world, body.userid, body.new_userid);
  return { errmsg: 'updated' };
}

function ensureMobileIsFree({ world }: Call, userid: string, mobile: string | undefined): void {
  const owner = mobile && world.state.company.people.find((each) => each.mobile === mobile);
  ensure(!owner || owner.userid.toLowerCase() === userid.toLowerCase(), 60104, 'mobile existed');
}

function deleteUser(call: Call) {
  deletePerson(call.world, queryOf(call, 'userid', 41009));
  return { errmsg: 'deleted' };
}

const party = z.object({
  id: z.number().int().optional(),
  name: z.string(),
  parentid: z.number().int(),
  order: z.number().int().optional(),
});

function createParty(call: Call) {
  const { id, name, parentid, order } = bodyOf(call, party);
  const given = { ...(id === undefined ? {} : { id }), ...(order === undefined ? {} : { order }) };
  return { errmsg: 'created', id: createDepartment(call.world, { ...given, name, parentId: parentid }).id };
}

function updateParty(call: Call) {
  const { id, name, parentid, order } = bodyOf(call, party.partial().extend({ id: z.number().int() }));
  updateDepartment(call.world, id, {
    ...(name === undefined ? {} : { name }),
    ...(parentid === undefined ? {} : { parentId: parentid }),
    ...(order === undefined ? {} : { order }),
  });
  return { errmsg: 'updated' };
}

function deleteParty(call: Call) {
  deleteDepartment(call.world, integerOf(queryOf(call, 'id', 40058), 'id'));
  return { errmsg: 'deleted' };
}
