import { expect, it } from 'vitest';
import type { Knex } from 'knex';
import { insertRows } from '../../../server/kernel/bulk.ts';
import { isDuplicateKey, openDatabase } from '../../../server/kernel/database.ts';
import { runPrepared } from '../../../server/kernel/prepared.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { testDatabaseUrl } from '../../setup/database.ts';
import { useWorld } from '../../support/world.ts';

const world = useWorld({ isolated: true });
const leases = () => world.kernel.db('leases').orderBy('name').pluck<string[]>('name');
const row = (name: string) => ({ name, holder: 'x', until_ms: 0 });

it('a prepared statement is part of its transaction, and of nothing after it', async () => {
  let ended: Knex | undefined;
  const failing = inTransaction(world.work, async ({ db }) => {
    ended = db;
    await insertRows(db, 'leases', [row('gone')]);
    expect(await runPrepared(db, 'select name from leases', [])).toEqual([{ name: 'gone' }]);
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await leases()).toEqual([]);
  await expect(insertRows(ended as Knex, 'leases', [row('late')])).rejects.toThrow('ended');
  expect(await leases()).toEqual([]);
});

it('keeps every kind of value as the builder does', async () => {
  const { db } = world.kernel;
  const values = ['9007199254740993', '', '它说"好"\\', 12.5, true, null, new Date('2026-02-28T15:59:59.987Z')];
  const types = ['signed', 'char', 'char', 'decimal(6, 2)', 'signed', 'char', 'datetime(3)'];
  const select = `select ${types.map((type, at) => `cast(? as ${type}) as v${at}`).join(', ')}`;
  const [built] = (await db.raw(select, values as never)) as [object[]];
  const prepared = await runPrepared<object[]>(db, select, values);
  expect(JSON.stringify(prepared)).toBe(JSON.stringify(built));
});

it('says which rule of the database was broken', async () => {
  const { db } = world.kernel;
  await insertRows(db, 'leases', [row('once')]);
  const again = await insertRows(db, 'leases', [row('once')]).catch((error: unknown) => error);
  expect(isDuplicateKey(again, 'PRIMARY')).toBe(true);
  expect(await leases()).toEqual(['once']);
});

it('keeps a bounded number on the server, however many texts callers bring about', async () => {
  const db = openDatabase(await testDatabaseUrl(), { poolSize: 1 });
  try {
    for (let n = 0; n < 250; n += 1)
      expect(await runPrepared(db, `select ? as v${n}`, [n])).toEqual([{ [`v${n}`]: n }]);
    const [rows] = (await db.raw("show session status like 'Com_stmt_%'")) as [
      { Variable_name: string; Value: string }[],
    ];
    const count = (name: string): number => Number(rows.find((row) => row.Variable_name === name)?.Value);
    expect(count('Com_stmt_prepare')).toBe(250);
    expect(count('Com_stmt_prepare') - count('Com_stmt_close')).toBeLessThanOrEqual(100);
  } finally {
    await db.destroy();
  }
});
