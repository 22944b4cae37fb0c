import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import Koa from 'koa';
import mysql, { type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';
import { sessionCookie } from '../../server/kernel/http.ts';
import { createIds } from '../../server/kernel/id.ts';
import { announce, listen, stopListening, task } from '../lib/in-child.ts';

/** The least that could create a customer: session row, the row and one audit row in one transaction, prepared, into the product's own tables. */
const { databaseUrl } = task<{ databaseUrl: string }>();
const pool = mysql.createPool({ uri: databaseUrl, connectionLimit: 16, maxPreparedStatements: 64 });
const nextId = createIds(1022);

const session = `select p.id, p.main_department_id from sessions s join people p on p.id = s.person_id
  where s.token_hash = ? and s.revoked_at is null and s.expires_at > ? and p.state = 'active'`;
const customer = `insert into customers (id, name, name_key, kind, level, region, size, phone, owner_id, owner_department_id,
  touched_at, version, created_at, updated_at, created_by, updated_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)`;
const audit = `insert into events (id, name, subject_kind, subject_id, thread_id, actor_id, surface, at, payload, changes)
  values (?, 'customer.created', 'customer', ?, ?, ?, 'h5', ?, ?, '[]')`;

interface Body {
  name: string;
  kind: string;
  level: string;
  region: string;
  size: string;
  phone: string;
}

const app = new Koa();
app.use(async (ctx) => {
  const token = ctx.cookies.get(sessionCookie) ?? '';
  const hash = createHash('sha256').update(token).digest('hex');
  const now = new Date();
  const [people] = await pool.execute<RowDataPacket[]>(session, [hash, now]);
  const person = people[0] as { id: string; main_department_id: string } | undefined;
  if (!person) return void (ctx.status = 401);
  const body = JSON.parse(await text(ctx.req)) as Body;
  const id = nextId();
  const { name, kind, level, region, size, phone } = body;
  const owner = [person.id, person.main_department_id];
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    await connection.execute<ResultSetHeader>(customer, [
      ...[id, name, name, kind, level, region, size, phone, ...owner],
      ...[now, now, now, person.id, person.id],
    ]);
    const payload = JSON.stringify({ customerId: id, name });
    await connection.execute<ResultSetHeader>(audit, [nextId(), id, id, person.id, now, payload]);
    await connection.commit();
  } finally {
    connection.release();
  }
  ctx.body = { id };
});
const { server, url } = await listen((done) => app.listen(0, '127.0.0.1', done));
announce({ url }, async () => {
  await stopListening(server);
  await pool.end();
});
