import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tryLock, withLock } from '../../scripts/lib/file-lock.mjs';
import { identityOf } from '../../scripts/lib/identity.mjs';

let folder: string;
const path = () => join(folder, 'lock');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crm-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a lock is held by one until it is released', () => {
  const lock = tryLock(path());
  expect(tryLock(path())).toEqual({ holder: process.pid });
  if ('release' in lock) lock.release();
  expect(tryLock(path())).toHaveProperty('release');
});

test('a lock left by a process that is gone, or whose pid is now another process, is taken over', () => {
  writeFileSync(path(), '999999999@1');
  expect(tryLock(path())).toHaveProperty('release');
  writeFileSync(path(), `${process.pid}@1`);
  expect(identityOf(process.pid)).not.toBe(`${process.pid}@1`);
  expect(tryLock(path())).toHaveProperty('release');
});

test('waiting for a lock lets one in at a time', async () => {
  let inside = 0;
  let most = 0;
  const enter = () =>
    withLock(path(), async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 10));
      inside -= 1;
    });
  await Promise.all([enter(), enter(), enter()]);
  expect(most).toBe(1);
});
