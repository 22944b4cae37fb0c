import { z } from 'zod';

import { type Directory, type DirectoryDepartment, type DirectoryPerson } from '../../../server/ports/directory.ts';
import { toAccount } from './api/account.ts';
import { readPages } from './api/pages.ts';
import { unlessRefused } from './api/refusal.ts';
import { type WecomClient } from './client.ts';

const department = z.object({
  id: z.number().int(),
  name: z.string(),
  parentid: z.number().int(),
  order: z.number(),
  department_leader: z.array(z.string()).default([]),
});

const optionalText = z
  .string()
  .optional()
  .transform((text) => text || null);

const member = z.object({
  userid: z.string().min(1),
  name: z.string(),
  position: optionalText,
  mobile: optionalText,
  department: z.array(z.number().int()).default([]),
  is_leader_in_dept: z.array(z.number()).default([]),
  main_department: z.number().int().optional(),
  direct_leader: z.array(z.string()).default([]),
  status: z.number().optional(),
});

const departmentsAnswer = z.object({ department: z.array(department) });
const membersAnswer = z.object({ userlist: z.array(member) });
const idsAnswer = z.object({
  next_cursor: z.string().default(''),
  dept_user: z.array(z.object({ userid: z.string().min(1) })).default([]),
});

/** Gone, or out of sight; the platform does not always say which (doc 90196). */
const notFound = [60111];
const outOfRange = [60011, 60021, 50002];

/** The company's people as the app may see them (docs 90196, 90201, 90208); with the contacts secret also everybody's ids (96067). */
export function createDirectory(client: WecomClient, hasContactsSecret: boolean): Directory {
  const listAllAccounts = async () => (hasContactsSecret ? listAccounts(client) : null);
  return {
    listDepartments: () => listDepartments(client),
    listPeople: (departmentKey) => listPeople(client, departmentKey),
    findPerson: async (account) => {
      const found = await askForPerson(client, account);
      if (found !== 'left') return found;
      const everybody = await listAllAccounts();
      return everybody?.has(toAccount(account)) ? 'hidden' : 'left';
    },
    listAllAccounts,
  };
}

async function listDepartments(client: WecomClient): Promise<DirectoryDepartment[]> {
  const answer = await client.call({ path: '/cgi-bin/department/list', secret: 'app', answer: departmentsAnswer });
  return toDepartments(answer.department);
}

async function listPeople(client: WecomClient, departmentKey: string): Promise<DirectoryPerson[]> {
  const answer = await client.call({
    path: '/cgi-bin/user/list',
    secret: 'app',
    query: { department_id: departmentKey },
    answer: membersAnswer,
  });
  return answer.userlist.map(toPerson);
}

async function askForPerson(client: WecomClient, account: string): Promise<DirectoryPerson | 'left' | 'hidden'> {
  const call = client.call({ path: '/cgi-bin/user/get', secret: 'app', query: { userid: account }, answer: member });
  const found = await unlessRefused(unlessRefused(call, notFound, 'left'), outOfRange, 'hidden');
  return typeof found === 'string' ? found : toPerson(found);
}

async function listAccounts(client: WecomClient): Promise<Set<string>> {
  const rows = await readPages(async (cursor) => {
    const answer = await client.call({
      path: '/cgi-bin/user/list_id',
      secret: 'contacts',
      body: { cursor, limit: 10_000 },
      answer: idsAnswer,
    });
    return { items: answer.dept_user, next: answer.next_cursor };
  });
  return new Set(rows.map((row) => toAccount(row.userid)));
}

function toDepartments(rows: z.infer<typeof department>[]): DirectoryDepartment[] {
  const visible = new Set(rows.map((row) => row.id));
  return rows.map((row) => ({
    key: String(row.id),
    parentKey: visible.has(row.parentid) ? String(row.parentid) : null,
    name: row.name,
    order: row.order,
    leaders: row.department_leader.map(toAccount),
  }));
}

function toPerson(row: z.infer<typeof member>): DirectoryPerson {
  const { department: keys, is_leader_in_dept: leads, direct_leader: leaders } = row;
  const isParallel = keys.length === leads.length;
  return {
    account: toAccount(row.userid),
    name: row.name,
    position: row.position,
    mobile: row.mobile,
    departments: keys.map((key, index) => ({ key: String(key), leads: isParallel && leads[index] === 1 })),
    mainDepartmentKey: row.main_department ? String(row.main_department) : null,
    directLeader: leaders[0] ? toAccount(leaders[0]) : null,
    state: states[row.status ?? 1] ?? 'active',
  };
}

const states: Record<number, DirectoryPerson['state']> = { 1: 'active', 2: 'disabled', 4: 'not_activated', 5: 'left' };
