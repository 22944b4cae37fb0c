import type { Knex } from 'knex';
import type { SharedSecretCache } from '../ports/platform.ts';
import { tryLease } from './lease.ts';

const waitMs = 100;
const maxWaitMs = 12_000;

/** Tokens and tickets of the chat platform as rows, refreshed by one process at a time. */
export const createSharedSecrets = (db: Knex): SharedSecretCache => ({
  get: async (name, refresh, rejected) => {
    const started = Date.now();
    for (;;) {
      const known = await read(db, name);
      if (known !== null && known !== rejected) return known;
      const lease = await tryLease(db, `secret:${name}`.slice(0, 80), 15_000);
      if (lease) {
        try {
          return (await readFresh(db, name, rejected)) ?? (await store(db, name, await refresh()));
        } finally {
          await lease.release();
        }
      }
      if (Date.now() - started > maxWaitMs) throw new Error(`Nobody refreshed ${name} in time.`);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  },
});

const read = async (db: Knex, name: string): Promise<string | null> => {
  const row = await db('platform_secrets')
    .where({ name })
    .where('expires_at_ms', '>', Date.now())
    .first<{ value: string } | undefined>();
  return row?.value ?? null;
};

/** Somebody may have refreshed it while we waited for the lease. */
const readFresh = async (db: Knex, name: string, rejected?: string): Promise<string | null> => {
  const value = await read(db, name);
  return value === rejected ? null : value;
};

const store = async (db: Knex, name: string, fresh: { value: string; expiresInSeconds: number }): Promise<string> => {
  const expires = Date.now() + Math.max(30, fresh.expiresInSeconds - 300) * 1000;
  await db('platform_secrets').insert({ name, value: fresh.value, expires_at_ms: expires }).onConflict('name').merge();
  return fresh.value;
};
