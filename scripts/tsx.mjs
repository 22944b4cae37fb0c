// Runs a TypeScript file: node scripts/tsx.mjs path/to/file.ts [arguments]
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';

const [file, ...rest] = process.argv.slice(2);
if (!file) {
  console.error('usage: node scripts/tsx.mjs file.ts [arguments]');
  process.exit(1);
}
const path = resolve(file);
process.argv = [process.execPath, path, ...rest];
register();
await import(pathToFileURL(path).href);
