// Runs a TypeScript file: node scripts/tsx.mjs path/to/file.ts [arguments]
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installDependencies } from './lib/dependencies.mjs';
import { explain } from './lib/failure.mjs';
import { ensureNode } from './lib/node-version.mjs';
import { root } from './lib/root.mjs';
import { step } from './lib/steps.mjs';

const [file, ...rest] = process.argv.slice(2);
if (!file) {
  console.error('usage: node scripts/tsx.mjs file.ts [arguments]');
  process.exit(1);
}
await prepare();
const path = resolve(file);
process.argv = [process.execPath, path, ...rest];
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(path).href);

/** This may be the first command in a fresh clone. What is installed already is left alone: the product may be running on it. */
async function prepare() {
  try {
    ensureNode();
    if (existsSync(join(root, 'node_modules', '.package-lock.json'))) return;
    await step('安装依赖 (install dependencies)', (report) => installDependencies(root, report));
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}
