import mysql from 'mysql2/promise';
import { announce, task } from '../lib/in-child.ts';

/** The least that could send a queue: claim by a conditional update, one call, record; five at a time, prepared statements, nothing asked twice. */
const { databaseUrl, apiUrl, corpId, secret, agentId, ids } = task<{
  databaseUrl: string;
  apiUrl: string;
  corpId: string;
  secret: string;
  agentId: number;
  ids: string[];
}>();
const pool = mysql.createPool({ uri: databaseUrl, connectionLimit: 5 });
const claim = "update messages set state = 'sending', attempts = 1, attempted_at = ? where id = ? and state = 'queued'";
const record =
  "update messages set state = 'sent', sent_at = ?, platform_message_id = ? where id = ? and state = 'sending'";

const tokenUrl = `${apiUrl}/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${secret}`;
const { access_token: token } = (await (await fetch(tokenUrl)).json()) as { access_token: string };
const [rows] = (await pool.query(
  `select m.id, p.account, json_unquote(json_extract(m.content, '$.text')) as text from messages m join people p on p.id = m.person_id where m.id in (?) order by m.id`,
  [ids],
)) as unknown as [{ id: string; account: string; text: string }[]];

const sendOne = async ({ id, account, text }: (typeof rows)[number]): Promise<void> => {
  await pool.execute(claim, [new Date(), id]);
  const answer = await fetch(`${apiUrl}/cgi-bin/message/send?access_token=${token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ touser: account, agentid: agentId, msgtype: 'text', text: { content: text } }),
  });
  const { errcode, msgid } = (await answer.json()) as { errcode: number; msgid: string };
  if (errcode !== 0) throw new Error(`errcode ${errcode}`);
  await pool.execute(record, [new Date(), msgid, id]);
};

const begun = performance.now();
const worker = async (): Promise<void> => {
  for (let row = rows.shift(); row; row = rows.shift()) await sendOne(row);
};
await Promise.all(Array.from({ length: 5 }, worker));
announce({ seconds: (performance.now() - begun) / 1000 }, () => pool.end());
