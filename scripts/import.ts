import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  BusyError,
  FileError,
  kindLabels,
  MappingError,
  readMappedFile,
  readMapping,
  rehearseImport,
  runImport,
  type ImportListener,
  type ImportRequest,
  type ImportSummary,
  type Mapping,
} from '../server/modules/imports/index.ts';
import { isDatabaseAway } from '../server/kernel/database.ts';
import { systemWork } from '../server/kernel/work.ts';
import { readArguments, type ImportArguments } from './import/arguments.ts';
import { writeErrorFile } from './import/error-file.ts';
import { isComplete, summaryLines } from './import/summary.ts';
import { explain, Failure } from './lib/failure.mjs';
import { step } from './lib/steps.mjs';

/** Imports CSV and XLSX files as a mapping says. Exit code 0: every row is in the CRM; 2: some are in the error file; 1: nothing could be done. */
const main = async (): Promise<number> => {
  const given = readArguments(process.argv.slice(2));
  const mapping = readMapping(await readJson(given.mapping));
  const files = await step('读取文件 (read files)', () => readFiles(given.folder, mapping));
  // The whole product takes seconds to load: not before the command is known to be sound.
  const { openProduct } = await import('./import/open-product.ts');
  const { kernel, close } = await openProduct(process.env);
  try {
    const title = given.isRehearsal ? '试运行,不写入 (dry run)' : '导入 (import)';
    const run = given.isRehearsal ? rehearseImport : runImport;
    const summary = await step(title, (report): Promise<ImportSummary> =>
      run(systemWork(kernel, 'import'), { ...files, listener: listener(report) }),
    );
    return await tell(summary, given);
  } finally {
    await close();
  }
};

const readJson = async (path: string): Promise<unknown> => {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MappingError(`${path} 不是 JSON:${error instanceof Error ? error.message : String(error)}`);
  }
};

const readFiles = async (folder: string, mapping: Mapping): Promise<Omit<ImportRequest, 'listener'>> => {
  const mapped = new Set(mapping.files.map((one) => one.file));
  const others = (await readdir(folder)).filter((name) => /\.(csv|xlsx)$/i.test(name) && !mapped.has(name));
  if (others.length > 0) console.log(`  映射中没有提到,不会导入:${others.join('、')}`);
  const sheets: ImportRequest['sheets'] = new Map(
    await Promise.all(mapping.files.map(async (file) => [file, await readMappedFile(folder, file)] as const)),
  );
  return { mapping, sheets };
};

const listener = (report: (detail: string) => void): ImportListener => ({
  continues: () => console.log('\n  上一次导入没有完成,从断点继续'),
  waits: () => console.log('\n  等待上一次导入释放(最多一分钟)'),
  progress: (file, done, all) => report(`${kindLabels[file.kind]} ${done}/${all}`),
});

const tell = async ({ files, problems }: ImportSummary, given: ImportArguments): Promise<number> => {
  console.log(summaryLines(files, given.isRehearsal).join('\n'));
  const path = given.errors ?? resolve('import-errors.csv');
  if (given.errors || problems.length > 0) await writeErrorFile(path, problems);
  if (isComplete(files)) return 0;
  console.log(`  ${problems.length} 行没有导入,原因见 ${path}`);
  return 2;
};

const sentence = (error: unknown): string => {
  if (error instanceof Failure) return error.message;
  if (error instanceof MappingError || error instanceof FileError || error instanceof BusyError) return error.message;
  if (isDatabaseAway(error)) return '数据库连接中断。已导入的行不会丢失,恢复后用同一条命令继续。';
  return explain(error);
};

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(sentence(error));
    process.exit(1);
  },
);
