import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const scripts = join(import.meta.dirname, '../../scripts');
let clone: string;

/** A clone with one dependency, one program, and an npm of our own in place of the real one. */
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'crm-clone-'));
  mkdirSync(join(clone, 'scripts'));
  cpSync(join(scripts, 'lib'), join(clone, 'scripts/lib'), { recursive: true });
  cpSync(join(scripts, 'tsx.mjs'), join(clone, 'scripts/tsx.mjs'));
  const packages = { '': {}, 'node_modules/tsx': { version: '1.0.0' } };
  writeFileSync(join(clone, 'package-lock.json'), JSON.stringify({ packages }));
  writeFileSync(join(clone, 'hello.mjs'), `console.log('hello', ...process.argv.slice(2));`);
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

const npmThatDoes = (body: string): string => {
  const path = join(clone, 'npm.js');
  writeFileSync(path, `const { mkdirSync, writeFileSync, cpSync } = require('node:fs');\n${body}`);
  return path;
};
const run = (npm: string) =>
  spawnSync(process.execPath, ['scripts/tsx.mjs', 'hello.mjs', 'you'], {
    cwd: clone,
    env: { ...process.env, npm_execpath: npm },
    encoding: 'utf8',
  });

test('the first command of a fresh clone installs what it needs, once', () => {
  const npm = npmThatDoes(`
    mkdirSync('node_modules/tsx/esm', { recursive: true });
    writeFileSync('node_modules/tsx/package.json', '{"type":"module","exports":{"./esm/api":"./esm/api.js"}}');
    writeFileSync('node_modules/tsx/esm/api.js', 'export const register = () => {};');
    cpSync('package-lock.json', 'node_modules/.package-lock.json');`);
  const first = run(npm);
  expect(first.stdout).toMatch(/✓ 安装依赖 \(install dependencies\) .* 1 个包\nhello you\n$/);
  const second = run(npmThatDoes('process.exit(1);'));
  expect(second.stdout).toBe('hello you\n');
});

test('when they cannot be installed it says so and runs nothing', () => {
  const { status, stdout, stderr } = run(npmThatDoes(`console.error('no network'); process.exit(1);`));
  expect(status).toBe(1);
  expect(stderr).toContain('依赖安装失败（npm ci），请检查网络后重试。\n(npm ci failed: no network.)');
  expect(stdout).not.toContain('hello');
});
