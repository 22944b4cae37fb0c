import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '../lib/failure.mjs';
import { missingFile } from '../lib/failures.mjs';

/** What `npm run import` was asked for; paths are absolute. */
export interface ImportArguments {
  mapping: string;
  folder: string;
  isRehearsal: boolean;
  /** Where rows that were not imported are written; null: `import-errors.csv` here, and only when there are any. */
  errors: string | null;
}

const usage = new Failure(
  '用法:npm run import -- --map mapping.json [--dry-run] [--errors errors.csv] 文件夹/',
  'usage: npm run import -- --map mapping.json [--dry-run] [--errors errors.csv] folder/',
);

/** Reads the command line; throws a Failure that says what is wrong with it. */
export const readArguments = (args: string[]): ImportArguments => {
  const { values, positionals } = parsed(args);
  const [folder, ...more] = positionals;
  if (!values.map || !folder || more.length > 0) throw usage;
  const mapping = resolve(values.map);
  if (!existsSync(mapping)) throw missingFile(mapping);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new Failure(`找不到文件夹 ${resolve(folder)}。`, `There is no folder ${resolve(folder)}.`);
  return {
    mapping,
    folder: resolve(folder),
    isRehearsal: values['dry-run'] ?? false,
    errors: values.errors ? resolve(values.errors) : null,
  };
};

const parsed = (args: string[]) => {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { map: { type: 'string' }, 'dry-run': { type: 'boolean' }, errors: { type: 'string' } },
    });
  } catch {
    throw usage;
  }
};
