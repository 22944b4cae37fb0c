import mysql, { type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';
import { createIds } from '../../server/kernel/id.ts';
import { announce, task } from '../lib/in-child.ts';
import type { HandoverTask } from '../p4-handover.ts';

/**
 * The same writes set based, a thousand rows a transaction: the rows locked in id order, their new owner, one event row each with the names on
 * both sides, one row each for undo. Ids are blocks of the product's own.
 */
const { databaseUrl, from, to } = task<HandoverTask>();
const chunk = 1000;
const connection = await mysql.createConnection({ uri: databaseUrl, supportBigNumbers: true, bigNumberStrings: true });
await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
const nextId = createIds(1022);
const caseId = nextId();
const [people] = await connection.query<RowDataPacket[]>(
  'select id, name, main_department_id as department from people where id in (?, ?)',
  [from, to],
);
const person = (id: string) => people.find((one) => String(one['id']) === id) ?? people[0];
const names = [String(person(from)?.['name']), String(person(to)?.['name'])] as const;

const lock = 'select id from customers where owner_id = ? and id > ? order by id limit ? for update';
const items = `insert into handover_items (id, case_id, kind, object_id, name, amount, level, open_opportunities, from_id, to_id, version_after, state)
  select cast(? as signed) + row_number() over (order by id), ?, 'customer', id, name, open_amount, level, open_opportunities, ?, ?, version + 1, 'moved'
  from customers where owner_id = ? and id between ? and ?`;
const events = `insert into events (id, name, subject_kind, subject_id, thread_id, actor_id, surface, at, payload, changes, reason)
  select cast(? as signed) + row_number() over (order by id), 'customer.transferred', 'customer', id, id, ?, 'job', ?,
    json_object('customerId', cast(id as char), 'name', name, 'fromId', ?, 'fromName', ?, 'toId', ?, 'toName', ?, 'caseId', ?),
    ?, ? from customers where owner_id = ? and id between ? and ?`;
const update = `update customers set owner_id = ?, owner_department_id = ?, version = version + 1, updated_at = ?, updated_by = ?
  where owner_id = ? and id between ? and ?`;

/** The first of as many consecutive ids as a chunk needs. */
const blockOfIds = (): string => {
  const start = nextId();
  for (let used = 0; used <= chunk; used += 1) nextId();
  return start;
};

const moveChunk = async (after: string): Promise<string | null> => {
  const now = new Date();
  await connection.beginTransaction();
  const [rows] = await connection.query<RowDataPacket[]>(lock, [from, after, chunk]);
  const [first, last] = [rows[0]?.['id'] as string | undefined, rows.at(-1)?.['id'] as string | undefined];
  if (first === undefined || last === undefined) {
    await connection.commit();
    return null;
  }
  const range = [from, first, last];
  await connection.query<ResultSetHeader>(items, [blockOfIds(), caseId, from, to, ...range]);
  const change = { field: 'ownerId', label: '负责人', before: names[0], after: names[1] };
  await connection.query<ResultSetHeader>(events, [
    ...[blockOfIds(), from, now, from, names[0], to, names[1], caseId],
    ...[JSON.stringify([change]), `${names[0]}的客户交接`, ...range],
  ]);
  await connection.query<ResultSetHeader>(update, [to, person(to)?.['department'], now, from, ...range]);
  await connection.commit();
  return last;
};

const begun = performance.now();
let after: string | null = '0';
while (after !== null) after = await moveChunk(after);
announce({ seconds: (performance.now() - begun) / 1000 }, () => connection.end());
