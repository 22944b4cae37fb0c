import createKnex from 'knex';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkGivenDatabase } from '../../scripts/lib/given-database.mjs';
import { identityOf } from '../../scripts/lib/identity.mjs';
import { findMariadb } from '../../scripts/lib/mariadb-binaries.mjs';
import { findRunningMariadb, startMariadb, stopMariadb } from '../../scripts/lib/mariadb.mjs';

let parent: string;
let instance: Parameters<typeof startMariadb>[0];

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'crm-mariadb-'));
  chmodSync(parent, 0o755);
  instance = {
    folder: join(parent, 'db'),
    isDurable: true,
    pool: '32M',
    user: 'crm',
    password: 'secret',
    database: 'crm',
  };
});

afterEach(async () => {
  await stopMariadb(instance.folder);
  rmSync(parent, { recursive: true, force: true });
});

function start() {
  const binaries = findMariadb();
  if (!binaries) throw new Error('MariaDB is not installed');
  return startMariadb(instance, binaries);
}

async function query(url: string, sql: string): Promise<unknown> {
  const knex = createKnex({ client: 'mysql2', connection: `${url}/crm` });
  try {
    return await knex.raw(sql);
  } finally {
    await knex.destroy();
  }
}

test('a private server takes the password of its instance only, and tells nobody', async () => {
  const { url, port } = await start();
  await expect(checkGivenDatabase(`${url}/crm`)).resolves.toBeUndefined();
  await expect(checkGivenDatabase(`mysql://crm:wrong@127.0.0.1:${port}/crm`)).rejects.toThrow(
    'refused the login of crm',
  );
  await expect(checkGivenDatabase(`mysql://root@127.0.0.1:${port}/mysql`)).rejects.toThrow('refused the login of root');
  await expect(checkGivenDatabase(`${url}/absent`)).rejects.toThrow('There is no database absent');
  expect(statSync(join(instance.folder, 'init.sql')).mode & 0o077).toBe(0);
});

test('rows survive kill -9 of the server, which starts again on the same port', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE kept (id INT PRIMARY KEY)');
  await query(first.url, 'INSERT INTO kept VALUES (7)');
  process.kill(first.pid, 'SIGKILL');
  await first.ended;
  const second = await start();
  expect(second.port).toBe(first.port);
  expect(await query(second.url, 'SELECT id FROM kept')).toMatchObject([[{ id: 7 }], expect.anything()]);
});

test('a server left running by a killed supervisor is replaced, not doubled', async () => {
  const first = await start();
  const second = await start();
  expect(identityOf(first.pid)).toBeUndefined();
  expect(await findRunningMariadb(instance)).toMatchObject({ pid: second.pid });
});

test('nothing runs any more after stopping', async () => {
  const { pid } = await start();
  await stopMariadb(instance.folder);
  expect(identityOf(pid)).toBeUndefined();
  expect(await findRunningMariadb(instance)).toBeUndefined();
});
