import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect } from '../../scripts/database/connection.ts';
import { loadMigrations, type Migration } from '../../scripts/database/migration-files.ts';
import { breaks, readShape } from '../support/schema-shape.ts';

let server: Knex;
let knex: Knex;

beforeAll(async () => {
  const { url, prefix } = inject('testDatabase');
  server = connect(url);
  await server.raw('CREATE DATABASE ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci', [`${prefix}steps`]);
  knex = connect(`${url}/${prefix}steps`);
});
afterAll(() => Promise.all([knex?.destroy(), server?.destroy()]));

/** Runs migrations one by one. What each takes from the code before it, unless it says that nobody uses that any more. */
const findBreaks = async (migrations: readonly Migration[]): Promise<string[]> => {
  const found: string[] = [];
  for (const { name, up, contract } of migrations) {
    const before = await readShape(knex);
    await up(knex);
    if (!contract) found.push(...breaks(before, await readShape(knex)).map((what) => `${name}: ${what}`));
  }
  return found;
};

const planted = (up: Migration['up'], contract?: string): Migration => ({
  name: '9999_planted',
  up,
  down: () => Promise.resolve(),
  ...(contract && { contract }),
});

describe('migrations', { timeout: 120_000 }, () => {
  it('take nothing from processes of the version before, which go on while they run', async () => {
    expect(await findBreaks(await loadMigrations())).toEqual([]);
  });

  it.each<[string, (t: Knex.AlterTableBuilder) => unknown]>([
    ['customers.note is gone', (t) => t.dropColumn('note')],
    ['customers.remark is new and must be filled', (t) => t.string('remark', 20).notNullable()],
    ['customers.note must be filled', (t) => t.text('note').notNullable().alter()],
    ['customers.region turns from varchar(6) into varchar(4)', (t) => t.string('region', 4).alter()],
    ['customers(name) must be unique', (t) => t.unique(['name'])],
    ['contacts.position is gone', (t) => t.renameColumn('position', 'job')],
  ])('are reported when they do: %s', async (what, change) => {
    const table = what.split(/[.(]/)[0] ?? '';
    const copy = `${table}_copy`;
    await knex.raw('create table ?? like ??', [copy, table]);
    const report = await findBreaks([planted((db) => db.schema.alterTable(copy, (t) => void change(t)))]);
    await knex.schema.dropTable(copy);
    expect(report.map((line) => line.replace('_copy', ''))).toContain(`9999_planted: ${what}`);
  });

  it('may take away what they say nobody uses any more', async () => {
    await knex.schema.raw('create table spare like customers');
    const drop = planted((db) => db.schema.dropTable('spare'), 'unused since 1.0');
    expect(await findBreaks([drop])).toEqual([]);
  });

  it('are taken back step by step to nothing, each to just what was there before it', async () => {
    const migrations = await loadMigrations();
    for (const { down } of [...migrations].reverse()) await down(knex);
    expect([...(await readShape(knex)).columns.keys()]).toEqual([]);
    for (const { up, down } of migrations) {
      const before = await readShape(knex);
      await up(knex);
      await down(knex);
      expect(await readShape(knex)).toEqual(before);
      await up(knex);
    }
  });

  it('give every table a primary key, without which a cluster does not replicate well', async () => {
    const [without] = (await knex.raw(
      `select t.table_name as name from information_schema.tables t
       left join information_schema.table_constraints c on c.table_schema = t.table_schema and c.table_name = t.table_name
         and c.constraint_type = 'PRIMARY KEY'
       where t.table_schema = database() and t.table_type = 'BASE TABLE' and c.constraint_name is null`,
    )) as [{ name: string }[]];
    expect(without).toEqual([]);
  });
});
