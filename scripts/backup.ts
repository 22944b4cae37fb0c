import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dumpDatabase, ensureDumpTools, type TableSums } from './backup/dump.ts';
import { copyFiles, hashFile, listFiles } from './backup/files.ts';
import { dumpName, manifestName, type Manifest } from './backup/manifest.ts';
import { withSource } from './backup/open-database.ts';
import { connect } from './database/connection.ts';
import { withSchemaLease } from './database/lease.ts';
import { explain, Failure } from './lib/failure.mjs';
import { root } from './lib/root.mjs';
import { readSettings } from './lib/settings.mjs';
import { step } from './lib/steps.mjs';

/** Saves the database and the uploaded files into a new folder, while people go on working. */
const main = async (): Promise<void> => {
  const settings = readSettings(root, process.env, []);
  const folder = readFolder(settings.dataDir);
  const tools = await step('准备导出工具 (find or install mariadb-dump)', ensureDumpTools);
  // Named at the end only: what bears the folder's name is complete.
  const draft = `${folder}.part`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(join(draft, 'files'), { recursive: true, mode: 0o700 });
  try {
    const createdAt = new Date().toISOString();
    const tables = await withSource(settings, (url) =>
      step('导出数据库 (dump the database)', (): Promise<TableSums> =>
        dumpUnmigrated(url, (path) => dumpDatabase(tools, url, path)),
      ),
    );
    // After the dump: bytes are kept before their row is, so every file a dumped row names is there by now, and none is ever changed.
    const from = join(settings.dataDir, 'files');
    const files = await step('复制上传的文件 (copy uploaded files)', async (report): Promise<Manifest['files']> =>
      copyFiles(from, join(draft, 'files'), await listFiles(from), report),
    );
    const dumpSha256 = await hashFile(join(draft, dumpName));
    const manifest: Manifest = { format: 1, createdAt, dumpSha256, tables, files };
    writeFileSync(join(draft, manifestName), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 });
    renameSync(draft, folder);
    console.log(
      `\n  ${folder}\n  ${Object.keys(tables).length} 张表，${Object.keys(files).length} 个文件 (tables, files)\n`,
    );
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }

  /** No table may change its shape while the snapshot is read. */
  async function dumpUnmigrated<T>(url: string, dump: (path: string) => Promise<T>): Promise<T> {
    const knex = connect(url);
    try {
      return await withSchemaLease(knex, () => dump(join(draft, dumpName)));
    } finally {
      await knex.destroy();
    }
  }
};

const readFolder = (dataDir: string): string => {
  const { positionals } = parseArgs({ allowPositionals: true, strict: true });
  const moment = new Date().toISOString().slice(0, 19).replace(/:/g, '-');
  const folder = resolve(positionals[0] ?? join(dataDir, 'backups', moment));
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Failure(
      `文件夹 ${folder} 不是空的，请换一个或先清空。`,
      `The folder ${folder} is not empty; choose another one.`,
    );
  mkdirSync(dirname(folder), { recursive: true });
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  return folder;
};

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(explain(error));
    process.exit(1);
  },
);
