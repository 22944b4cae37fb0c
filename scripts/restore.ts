import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Knex } from 'knex';
import { dumpDatabase, ensureDumpTools, loadDump, type DumpTools } from './backup/dump.ts';
import { copyFiles, hashFile } from './backup/files.ts';
import { dumpName, readManifest, type Manifest } from './backup/manifest.ts';
import { withTarget } from './backup/open-database.ts';
import { connect } from './database/connection.ts';
import { explain, Failure } from './lib/failure.mjs';
import { root } from './lib/root.mjs';
import { readSettings } from './lib/settings.mjs';
import { step } from './lib/steps.mjs';

/** Brings a backup back into an empty database (or, forced, over another one), files included, and proves that it is what was saved. */
const main = async (): Promise<void> => {
  const { folder, isForced } = readArguments();
  const settings = readSettings(root, process.env, []);
  const manifest = readManifest(folder);
  const dump = join(folder, dumpName);
  await step('检查备份 (check the backup)', () => ensureUndamaged(dump, manifest));
  const tools = await step('准备导入工具 (find or install mariadb-dump)', ensureDumpTools);
  await withTarget(settings, async (url) => {
    await step('清空目标 (make room)', () => makeRoom(url, isForced));
    await step('恢复上传的文件 (restore uploaded files)', (report) =>
      copyFiles(join(folder, 'files'), join(settings.dataDir, 'files'), Object.keys(manifest.files), report),
    );
    await step('导入数据库 (load the database)', () => loadDump(tools, url, dump));
    await step('核对每张表 (compare every table)', () => ensureEqual(tools, url, manifest));
  });
  const { tables, files, createdAt } = manifest;
  console.log(
    `\n  已恢复 ${createdAt} 的备份：${Object.keys(tables).length} 张表，${Object.keys(files).length} 个文件 (restored: tables, files)\n`,
  );
};

const readArguments = (): { folder: string; isForced: boolean } => {
  const usage = new Failure(
    '用法：npm run restore -- [--force] 备份文件夹',
    'usage: npm run restore -- [--force] backup-folder',
  );
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { force: { type: 'boolean' } } });
    if (positionals.length === 1 && positionals[0])
      return { folder: resolve(positionals[0]), isForced: values.force ?? false };
  } catch {
    throw usage;
  }
  throw usage;
};

const ensureUndamaged = async (dump: string, manifest: Manifest): Promise<void> => {
  if (!existsSync(dump) || (await hashFile(dump)) !== manifest.dumpSha256)
    throw new Failure(
      `备份已损坏：${dump} 的校验和不符，没有改动任何数据。`,
      `The backup is damaged: ${dump} has another checksum; nothing was changed.`,
    );
};

/** An empty database is ready; anything else is only given up on demand, and never while processes of the product live on it. */
const makeRoom = async (url: string, isForced: boolean): Promise<void> => {
  const knex = connect(url);
  try {
    const tables = await tablesOf(knex);
    if (tables.length === 0) return;
    if (!isForced)
      throw new Failure(
        `目标数据库不是空的（${tables.length} 张表）。如确定要用备份覆盖它，请加 --force，原有数据将全部丢失。`,
        `The target database is not empty (${tables.length} tables). To give up all of it for the backup, add --force.`,
      );
    await ensureNobodyWorks(knex, tables);
    for (const table of tables) await knex.schema.dropTable(table);
  } finally {
    await knex.destroy();
  }
};

const tablesOf = async (knex: Knex): Promise<string[]> => {
  const [rows] = (await knex.raw(
    "select table_name as name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE'",
  )) as [{ name: string }[]];
  return rows.map(({ name }) => name);
};

const ensureNobodyWorks = async (knex: Knex, tables: readonly string[]): Promise<void> => {
  if (!tables.includes('leases')) return;
  const living = knex('leases').where('name', 'like', 'id-worker-%').where('until_ms', '>', Date.now());
  const until = (await living.max({ until: 'until_ms' }))[0]?.['until'] as string | number | null;
  if (until === null || until === undefined) return;
  throw new Failure(
    `仍有产品进程在使用这个数据库。请先停止全部服务和机器人；若它们已被强行结束，请在 ${new Date(Number(until)).toLocaleTimeString('zh-CN')} 之后重试。`,
    `Processes of the product still hold this database: stop them all. If they were killed, try again after ${new Date(Number(until)).toISOString()}.`,
  );
};

const ensureEqual = async (tools: DumpTools, url: string, { tables }: Manifest): Promise<void> => {
  const restored = await dumpDatabase(tools, url, null);
  const different = Object.keys({ ...tables, ...restored }).filter((name) => tables[name] !== restored[name]);
  if (different.length > 0)
    throw new Failure(
      `恢复后的数据与备份不一致：${different.join('、')}。请不要使用这个数据库。`,
      `What was restored differs from the backup in ${different.join(', ')}: do not use this database.`,
    );
};

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(explain(error));
    process.exit(1);
  },
);
