import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../scripts/database/connection.ts';
import { freshDatabaseUrl } from '../setup/database.ts';

const root = join(import.meta.dirname, '../..');
const fresh = (): string => mkdtempSync(join(tmpdir(), 'import-'));

let url: string;
beforeAll(async () => {
  url = await freshDatabaseUrl('importer');
  const knex = connect(url);
  const now = new Date();
  const stamps = { version: 1, created_at: now, updated_at: now };
  await knex('people').delete();
  await knex('people').insert({
    id: 1,
    account: 'li',
    name: '李一',
    pinyin: '',
    initials: '',
    state: 'active',
    ...stamps,
  });
  await knex.destroy();
});

const run = async (args: string[], env: Record<string, string> = {}, cwd = root) => {
  const script = [join(root, 'scripts/tsx.mjs'), join(root, 'scripts/import.ts')];
  const child = spawn(process.execPath, [...script, ...args], {
    cwd,
    env: { ...process.env, DATABASE_URL: url, CLOCK_URL: 'http://127.0.0.1:9', ...env },
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
};

/** A folder with a mapping beside it. */
const prepare = (csv: string, source: string) => {
  const folder = fresh();
  const mapping = join(fresh(), 'mapping.json');
  const fields = { name: '名称', owner: '负责人' };
  const files = [{ file: 'customers.csv', kind: 'customer', key: '编号', fields }];
  writeFileSync(join(folder, 'customers.csv'), csv);
  writeFileSync(join(folder, 'others.csv'), 'x\n');
  writeFileSync(mapping, JSON.stringify({ source, files }));
  return { folder, mapping };
};

describe('npm run import', { timeout: 60_000 }, () => {
  it('imports what it can, ends with 2 and writes the rest to the error file as it was', async () => {
    const { folder, mapping } = prepare('编号,名称,负责人\n1,海川,李一\n2,"=长风,分部",王五\n', 'rest');
    const errors = join(fresh(), 'errors.csv');
    const { code, output } = await run(['--map', mapping, '--errors', errors, folder]);
    expect(output).toContain('customers.csv  客户 2 行:新增 1,已有 0,未导入 1');
    expect(output).toContain('映射中没有提到,不会导入:others.csv');
    expect(code).toBe(2);
    const [row] = parse<Record<string, string>>(readFileSync(errors), { bom: true, columns: true });
    expect(row).toEqual({
      文件: 'customers.csv',
      行号: '3',
      列: '负责人',
      原因: '没有找到在职同事「王五」',
      原始行: '2,"=长风,分部",王五',
    });
  });

  it('looks without writing when asked to; ends with 0 and leaves no error file when every row is in the CRM', async () => {
    const { folder, mapping } = prepare('编号,名称,负责人\n1,远山,李一\n', 'all');
    const here = fresh();
    const looked = await run(['--map', mapping, '--dry-run', folder], {}, here);
    expect(looked).toMatchObject({ code: 0, output: expect.stringContaining('将新增 1') });
    const imported = await run(['--map', mapping, folder], {}, here);
    expect(imported).toMatchObject({ code: 0, output: expect.stringContaining(':新增 1,') });
    expect(existsSync(join(here, 'import-errors.csv'))).toBe(false);
  });

  it.each<[string, Record<string, string>]>([
    ['customers.csv 没有这些列:负责人', {}],
    ['产品没有在运行', { DATABASE_URL: '', DATA_DIR: join(tmpdir(), 'nobody-started-here') }],
  ])('says in a sentence why it cannot run: %s', async (sentence, env) => {
    const { folder, mapping } = prepare('编号,名称\n', 'why');
    const { code, output } = await run(['--map', mapping, folder], env);
    expect([code, output]).toEqual([1, expect.stringContaining(sentence)]);
    expect(output).not.toMatch(/\n\s+at /);
  });
});
