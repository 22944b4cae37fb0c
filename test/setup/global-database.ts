import createKnex from 'knex';
import type { TestProject } from 'vitest/node';
import { identityOf } from '../../scripts/lib/identity.mjs';
import { acquireTestMariadb } from '../../scripts/lib/test-mariadb.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where schemas of this run go: a server address without database, and the beginning of their names. */
    testDatabase: { url: string; prefix: string };
  }
}

/**
 * Gives a run a MariaDB to work on: TEST_DATABASE_URL, or the private one of this checkout, started when nobody has yet.
 * Schemas of this run, and of runs that died, are dropped at the end.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given
    ? { url: withoutDatabase(given), release: async () => {} }
    : await acquireTestMariadb(process.cwd());
  const prefix = `crm_t${process.pid}_${project.name.slice(0, 3)}_`;
  project.provide('testDatabase', { url: server.url, prefix });
  return async () => {
    await dropSchemas(server.url, prefix);
    await server.release();
  };
}

async function dropSchemas(url: string, prefix: string): Promise<void> {
  const knex = createKnex({ client: 'mysql2', connection: url });
  try {
    const [rows] = (await knex.raw("SHOW DATABASES LIKE 'crm\\_t%'")) as [Record<string, string>[]];
    const names = rows.flatMap((row) => Object.values(row)).filter((name) => name.startsWith(prefix) || isOrphan(name));
    for (const name of names) await knex.raw('DROP DATABASE IF EXISTS ??', [name]);
  } finally {
    await knex.destroy();
  }
}

/** A schema whose run no longer lives. On a server shared by several machines this could be somebody else's: not there. */
function isOrphan(name: string): boolean {
  const pid = Number(/^crm_t(\d+)_/.exec(name)?.[1]);
  return !process.env['TEST_DATABASE_URL'] && identityOf(pid) === undefined;
}

function withoutDatabase(url: string): string {
  const { origin, username, password, host } = new URL(url);
  return origin === 'null' ? `mysql://${username}:${password}@${host}` : origin;
}
