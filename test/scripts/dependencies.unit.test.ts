import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInstalled } from '../../scripts/lib/dependencies.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'crm-deps-'));
  mkdirSync(join(root, 'node_modules'));
  lock('package-lock.json', { '': {}, 'node_modules/koa': { version: '3.3.0' }, 'node_modules/win': foreign });
});

afterEach(() => rmSync(root, { recursive: true }));

const foreign = { version: '1.0.0', optional: true };

function lock(file: string, packages: Record<string, object>) {
  writeFileSync(join(root, file), JSON.stringify({ packages }));
}

test('an interrupted installation, which has no list of its own yet, is not taken for a whole one', () => {
  expect(isInstalled(root)).toBe(false);
});

test('the locked versions are enough, packages for other platforms may be absent', () => {
  lock('node_modules/.package-lock.json', { 'node_modules/koa': { version: '3.3.0' } });
  expect(isInstalled(root)).toBe(true);
});

test('another version than the locked one asks for an installation', () => {
  lock('node_modules/.package-lock.json', { 'node_modules/koa': { version: '3.2.0' } });
  expect(isInstalled(root)).toBe(false);
});
