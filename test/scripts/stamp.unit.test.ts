import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOf, isStamped, writeStamp } from '../../scripts/lib/stamp.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'crm-stamp-'));
  mkdirSync(join(root, 'server', 'deep'), { recursive: true });
  writeFileSync(join(root, 'server', 'deep', 'a.ts'), 'a');
});

afterEach(() => rmSync(root, { recursive: true }));

test('the hash changes with a content, a name and a new file, and with nothing else', () => {
  const before = hashOf(root, ['server', 'absent.json']);
  expect(hashOf(root, ['server', 'absent.json'])).toBe(before);
  writeFileSync(join(root, 'server', 'deep', 'a.ts'), 'b');
  const changed = hashOf(root, ['server', 'absent.json']);
  expect(changed).not.toBe(before);
  writeFileSync(join(root, 'server', 'b.ts'), '');
  const added = hashOf(root, ['server', 'absent.json']);
  expect(added).not.toBe(changed);
  writeFileSync(join(root, 'absent.json'), '');
  expect(hashOf(root, ['server', 'absent.json'])).not.toBe(added);
});

test('what a build makes does not count as a source', () => {
  const before = hashOf(root, ['server']);
  mkdirSync(join(root, 'server', 'dist'));
  writeFileSync(join(root, 'server', 'dist', 'out.js'), 'x');
  expect(hashOf(root, ['server'])).toBe(before);
});

test('a stamp fits only the hash it was written with', () => {
  const file = join(root, 'dist', '.stamp');
  expect(isStamped(file, 'one')).toBe(false);
  writeStamp(file, 'one');
  expect(isStamped(file, 'one')).toBe(true);
  expect(isStamped(file, 'two')).toBe(false);
});
