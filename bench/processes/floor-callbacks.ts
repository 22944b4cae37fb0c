import { text } from 'node:stream/consumers';
import { decrypt, getSignature } from '@wecom/crypto';
import Koa from 'koa';
import mysql from 'mysql2/promise';
import { createIds } from '../../server/kernel/id.ts';
import { announce, listen, stopListening, task } from '../lib/in-child.ts';

/** The least that could take a callback: signature, decryption, one durable row under a unique key, answer. Nothing is handled. */
const { databaseUrl, token, aesKey } = task<{ databaseUrl: string; token: string; aesKey: string }>();
const pool = mysql.createPool({ uri: databaseUrl, connectionLimit: 12 });
const nextId = createIds(1022);
const insert = `insert ignore into inbox (id, channel, dedupe_key, payload, attempts, due_at, created_at) values (?, 'floor', ?, ?, 0, ?, ?)`;

const app = new Koa();
app.use(async (ctx) => {
  const sealed = /<Encrypt>(?:<!\[CDATA\[)?([^<\]]+)/.exec(await text(ctx.req))?.[1] ?? '';
  const { msg_signature: signature, timestamp, nonce } = ctx.query as Record<string, string>;
  if (getSignature(token, timestamp ?? '', nonce ?? '', sealed) !== signature) return void (ctx.status = 403);
  const { message } = decrypt(aesKey, sealed);
  const now = new Date();
  await pool.execute(insert, [nextId(), signature ?? '', JSON.stringify({ message }), now, now]);
  ctx.body = '';
});
const { server, url } = await listen((done) => app.listen(0, '127.0.0.1', done));
announce({ url }, async () => {
  await stopListening(server);
  await pool.end();
});
