import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { logFollowUp } from '../../server/contract/activities.ts';
import { createCustomer } from '../../server/contract/customers.ts';
import { inTransaction } from '../../server/kernel/transaction.ts';
import { openFileDisk } from '../../server/modules/files/disk.ts';
import { connect } from '../../scripts/database/connection.ts';
import { root } from '../../scripts/lib/root.mjs';
import { testDatabaseUrl } from '../setup/database.ts';
import { useWorld } from '../support/world.ts';

const world = useWorld({ isolated: true });
const folder = mkdtempSync(join(tmpdir(), 'crm-backup-'));
chmodSync(folder, 0o755);
const here = (name: string): string => join(folder, name);
let source: string;
let target: string;
let server: Knex;

beforeAll(async () => {
  const { url, prefix } = inject('testDatabase');
  server = connect(url);
  source = await testDatabaseUrl();
  target = `${url}/${prefix}restored`;
});
beforeEach(async () => {
  for (const sql of ['DROP DATABASE IF EXISTS ??', 'CREATE DATABASE ??'])
    await server.raw(sql, [new URL(target).pathname.slice(1)]);
});
afterAll(async () => {
  await server.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const run = async (program: string, args: string[], env: Record<string, string>) => {
  const child = spawn(process.execPath, [join(root, 'scripts/tsx.mjs'), join(root, `scripts/${program}.ts`), ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
};
const backup = (to: string, env: Record<string, string>) => run('backup', [to], env);
const restore = (args: string[], env: Record<string, string>) => run('restore', args, env);

/** Records with all that text can hold, and two uploaded files in a data folder of their own. */
const fill = async (dataDir: string): Promise<void> => {
  const { alice } = await world.company.standard();
  const customer = await world.call(alice, createCustomer, {
    body: { name: '海川精工“第一”\\厂 😀', kind: 'customer' },
  });
  const customerId = customer.ok ? customer.data.id : '';
  const content = `第一行\n'第二行';\t-- /* ${'长'.repeat(3000)} */`;
  await world.call(alice, logFollowUp, { body: { customerId, kind: 'call', content } });
  const disk = openFileDisk(dataDir);
  for (const text of ['一张照片', '另一张']) await disk.keep(Buffer.from(text));
};

const tablesOf = async (url: string): Promise<Map<string, string>> => {
  const knex = connect(url);
  const [tables] = (await knex.raw('show tables')) as [Record<string, string>[]];
  const names = tables.flatMap((row) => Object.values(row)).filter((name) => name !== 'schema_lease');
  const [sums] = (await knex.raw(`checksum table ${names.join(', ')}`)) as [{ Table: string; Checksum: string }[]];
  await knex.destroy();
  return new Map(sums.map(({ Table, Checksum }) => [Table.split('.')[1] ?? '', String(Checksum)]));
};

const filesOf = (dataDir: string): string[] =>
  readdirSync(join(dataDir, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name} ${sha256(readFileSync(join(entry.parentPath, entry.name)))}`)
    .sort();
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('a backup', { timeout: 120_000 }, () => {
  it('restored into an empty database has every table and every file of the original', async () => {
    await fill(here('data'));
    const saved = await backup(here('saved'), { DATABASE_URL: source, DATA_DIR: here('data') });
    expect(saved).toMatchObject({ code: 0 });
    const restored = await restore([here('saved')], { DATABASE_URL: target, DATA_DIR: here('copy') });
    expect(restored).toMatchObject({ code: 0 });

    const original = await tablesOf(source);
    expect(original.size).toBeGreaterThan(30);
    expect(await tablesOf(target)).toEqual(original);
    expect(filesOf(here('copy'))).toEqual(filesOf(here('data')));
    expect(filesOf(here('copy'))).toHaveLength(2);
  });

  it('made while people write holds whole transactions only', async () => {
    await fill(here('busy'));
    let isOver = false;
    const pairs = ['a', 'b'].map(async (writer) => {
      for (let n = 0; !isOver; n += 1) {
        await inTransaction(world.work, async (work) => {
          await work.db('leases').insert({ name: `${writer}${n}`, holder: 'x', until_ms: 0 });
          await work.db('platform_secrets').insert({ name: `${writer}${n}`, value: 'x', expires_at_ms: 0 });
        });
      }
      return null;
    });
    const saved = await backup(here('busy-saved'), { DATABASE_URL: source, DATA_DIR: here('busy') });
    isOver = true;
    await Promise.all(pairs);
    expect(saved).toMatchObject({ code: 0 });
    expect(await restore([here('busy-saved')], { DATABASE_URL: target, DATA_DIR: here('copy') })).toMatchObject({
      code: 0,
    });
    const knex = connect(target);
    const [leases, secrets] = await Promise.all(
      ['leases', 'platform_secrets'].map((table) => knex(table).orderBy('name').pluck<string[]>('name')),
    );
    await knex.destroy();
    expect(leases?.length).toBeGreaterThan(0);
    expect(leases).toEqual(secrets);
  });

  it('goes into a private database as well, which can be saved again', async () => {
    await fill(here('data'));
    await backup(here('for-private'), { DATABASE_URL: source, DATA_DIR: here('data') });
    const own = { DATA_DIR: here('own'), DB_POOL: '32M' };
    expect(await restore([here('for-private')], own)).toMatchObject({ code: 0 });
    expect(await restore([here('for-private')], own)).toMatchObject({ code: 1 });
    expect(await backup(here('again'), own)).toMatchObject({ code: 0 });
    expect(sumsIn(here('again'))).toEqual(sumsIn(here('for-private')));
  });

  it('never lands on other data unasked, nor under running processes, and says so', async () => {
    await fill(here('data'));
    await backup(here('forced'), { DATABASE_URL: source, DATA_DIR: here('data') });
    const env = { DATABASE_URL: target, DATA_DIR: here('copy') };
    const knex = connect(target);
    await knex.raw('create table leases (name varchar(80) primary key, holder varchar(36), until_ms bigint)');
    await knex('leases').insert({ name: 'id-worker-7', holder: 'x', until_ms: Date.now() + 60_000 });

    const unasked = await restore([here('forced')], env);
    expect([unasked.code, unasked.output]).toEqual([1, expect.stringContaining('--force')]);
    const living = await restore(['--force', here('forced')], env);
    expect([living.code, living.output]).toEqual([1, expect.stringContaining('仍有产品进程')]);
    expect(await knex('leases').pluck('name')).toEqual(['id-worker-7']);
    await knex('leases').update({ until_ms: 0 });
    expect(await restore(['--force', here('forced')], env)).toMatchObject({ code: 0 });
    expect(await knex('leases').pluck('name')).toEqual([]);
    await knex.destroy();
  });

  it('that is damaged or incomplete is refused before anything is touched', async () => {
    await fill(here('data'));
    const env = { DATABASE_URL: target, DATA_DIR: here('untouched') };
    await backup(here('damaged'), { DATABASE_URL: source, DATA_DIR: here('data') });
    appendFileSync(join(here('damaged'), 'database.sql.gz'), 'x');
    const damaged = await restore([here('damaged')], env);
    expect([damaged.code, damaged.output]).toEqual([1, expect.stringContaining('备份已损坏')]);
    mkdirSync(here('nothing'));
    const incomplete = await restore([here('nothing')], env);
    expect([incomplete.code, incomplete.output]).toEqual([1, expect.stringContaining('不是备份')]);
    const knex = connect(target);
    expect((await knex.raw('show tables'))[0]).toEqual([]);
    await knex.destroy();
    expect(existsSync(here('untouched'))).toBe(false);
  });

  it('that cannot be made leaves nothing behind and says why', async () => {
    const nobody = new URL(source);
    nobody.password = 'wrong';
    const refused = await backup(here('none'), { DATABASE_URL: nobody.href, DATA_DIR: here('data') });
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('拒绝了用户')]);
    expect((await backup(here('none'), { DATA_DIR: here('empty') })).output).toContain('没有可备份的内容');
    expect(readdirSync(folder).filter((name) => name.startsWith('none'))).toEqual([]);
  });
});

const sumsIn = (saved: string): Record<string, string> => {
  const { tables } = JSON.parse(readFileSync(join(saved, 'manifest.json'), 'utf8')) as {
    tables: Record<string, string>;
  };
  const { schema_lease: _, ...lasting } = tables;
  return lasting;
};
