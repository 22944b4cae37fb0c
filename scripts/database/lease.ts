import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';

const table = 'schema_lease';
const leaseMs = 15_000;
const patienceMs = 10 * 60_000;

/**
 * Runs `body` while holding the one lease on the schema. Others wait; a holder that died is replaced when its lease, renewed
 * every few seconds while it lives, has run out. A row instead of GET_LOCK, which knows one node of a cluster only.
 */
export async function withSchemaLease<T>(knex: Knex, body: () => Promise<T>): Promise<T> {
  const holder = randomUUID();
  await prepare(knex);
  await acquire(knex, holder);
  const renewal = setInterval(() => void renew(knex, holder).catch(() => undefined), leaseMs / 5);
  try {
    return await body();
  } finally {
    clearInterval(renewal);
    await knex(table).where({ holder }).update({ until_ms: 0 });
  }
}

async function prepare(knex: Knex): Promise<void> {
  await knex.raw(
    `CREATE TABLE IF NOT EXISTS ${table} (id TINYINT PRIMARY KEY, holder VARCHAR(36) NOT NULL, until_ms BIGINT NOT NULL)`,
  );
  await knex.raw(`INSERT IGNORE INTO ${table} (id, holder, until_ms) VALUES (1, '', 0)`);
}

async function acquire(knex: Knex, holder: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const now = Date.now();
    const free = knex(table).where({ id: 1 }).where('until_ms', '<', now);
    if ((await free.update({ holder, until_ms: now + leaseMs })) === 1) return;
    await sleep(200);
  }
  throw new Error('another process has been migrating the database for ten minutes');
}

async function renew(knex: Knex, holder: string): Promise<void> {
  await knex(table)
    .where({ id: 1, holder })
    .update({ until_ms: Date.now() + leaseMs });
}
