import { createHash } from 'node:crypto';
import Koa from 'koa';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import { sessionCookie } from '../../server/kernel/http.ts';
import { announce, listen, stopListening, task } from '../lib/in-child.ts';

/**
 * The least that could answer a list page: session row, permission of the person's role, owner set (cached five seconds), and one
 * prepared statement for the rows with the fields a list shows. The index is named: left to itself the optimiser reads every row of the team.
 */
const { databaseUrl } = task<{ databaseUrl: string }>();
const pool = mysql.createPool({ uri: databaseUrl, connectionLimit: 16, maxPreparedStatements: 64 });

const session = `select s.person_id from sessions s join people p on p.id = s.person_id
  where s.token_hash = ? and s.revoked_at is null and s.expires_at > ? and p.state = 'active'`;
const permissions = `select r.permissions from roles r left join person_roles pr on pr.role_id = r.id and pr.person_id = ?
  where pr.person_id is not null or r.is_default = 1`;
const team = `select distinct m.person_id from person_departments m
  join person_departments l on l.department_id = m.department_id and l.leads = 1 where l.person_id = ?`;
const fields = `c.id, c.name, c.kind, c.level, c.region, c.owner_id, p.name as owner, d.name as department, c.next_contact_at,
  c.last_contact_at, c.open_opportunities, c.open_amount, c.created_at, c.touched_at`;
const list = (
  marks: string,
  after: boolean,
): string => `select straight_join ${fields} from customers c force index (customers_touched)
  join people p on p.id = c.owner_id left join departments d on d.id = c.owner_department_id
  where c.owner_id in (${marks}) and c.alive = 1 ${after ? 'and c.touched_at <= ? and (c.touched_at < ? or c.id < ?)' : ''}
  order by c.touched_at desc, c.id desc limit 21`;

let known: { at: number; person: string; allowed: boolean; owners: string[] } | null = null;
const mayList = async (person: string): Promise<NonNullable<typeof known>> => {
  if (known && known.person === person && Date.now() - known.at < 5000) return known;
  const [roles] = await pool.execute<RowDataPacket[]>(permissions, [person]);
  const [owners] = await pool.execute<RowDataPacket[]>(team, [person]);
  const allowed = roles.some((row) => String(row['permissions']).includes('crm.use'));
  known = { at: Date.now(), person, allowed, owners: owners.map((row) => String(row['person_id'])) };
  return known;
};

const app = new Koa();
app.use(async (ctx) => {
  const token = ctx.cookies.get(sessionCookie) ?? '';
  const hash = createHash('sha256').update(token).digest('hex');
  const [sessions] = await pool.execute<RowDataPacket[]>(session, [hash, new Date()]);
  if (!sessions[0]) return void (ctx.status = 401);
  const { allowed, owners } = await mayList(String(sessions[0]['person_id']));
  if (!allowed) return void (ctx.status = 403);
  const { touched, id } = ctx.query as { touched?: string; id?: string };
  const after = touched && id ? [touched, touched, id] : [];
  const statement = list(owners.map(() => '?').join(','), after.length > 0);
  const [rows] = await pool.execute<RowDataPacket[]>(statement, [...owners, ...after]);
  ctx.body = { data: rows };
});
const { server, url } = await listen((done) => app.listen(0, '127.0.0.1', done));
announce({ url }, async () => {
  await stopListening(server);
  await pool.end();
});
