import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundlePrograms } from '../../scripts/lib/bundle.mjs';

const root = process.cwd();
let folder: string;

beforeAll(async () => {
  // Inside the checkout, because the bundles find their packages from where they lie.
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'bundles-'));
  await bundlePrograms(root, folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Packages and the names a bundle takes from them, one import statement each. */
function packageImports(file: string): string[] {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n');
  return lines.filter((line) => /^import .* from "(?!node:|\.)/.test(line));
}

test('every name a bundle imports from a package exists for Node itself, whose rules are stricter than those of tests', async () => {
  const statements = readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .flatMap(packageImports);
  expect(statements.length).toBeGreaterThan(0);
  expect(await complaintsAbout([...new Set(statements)])).toEqual([]);
});

test('a name that a package does not have is noticed', async () => {
  expect(await complaintsAbout(['import { isNowhere } from "knex";'])).toEqual([expect.stringContaining('isNowhere')]);
});

/** Lets one plain Node import each statement as a module of its own. */
async function complaintsAbout(statements: string[]): Promise<string[]> {
  const modules = mkdtempSync(join(folder, 'imports-'));
  const files = statements.map((_, index) => join(modules, `${index}.mjs`));
  files.forEach((file, index) => writeFileSync(file, statements[index] ?? ''));
  const program = `for (const file of ${JSON.stringify(files)}) await import(file).catch((e) => console.log(e.message.split('\\n')[0]));
    process.exit(0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  return stdout.split('\n').filter(Boolean);
}
