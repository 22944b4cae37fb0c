import { mkdtempSync, readdirSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

const platforms = join(import.meta.dirname, '../../../bot/platforms');

/** A reader who knows one platform knows where to look in the next: same files at the top, details in folders below. */
const expected = [
  'cards.ts',
  'chat.ts',
  'client.ts',
  'config.ts',
  'crypto.ts',
  'directory.ts',
  'external-contacts.ts',
  'inbound.ts',
  'limits.ts',
  'login.ts',
  'page-signature.ts',
  'platform.ts',
  'robot.ts',
  'texts.ts',
  'tokens.ts',
  'transfers.ts',
];

/** `folder: file` for every file that is missing from a platform or that only it has. */
function findOddFiles(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((folder) => {
      const present = readdirSync(join(root, folder.name), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name);
      const missing = expected.filter((name) => !present.includes(name));
      const extra = present.filter((name) => !expected.includes(name));
      return [...missing, ...extra].map((name) => `${folder.name}: ${name}`);
    });
}

describe('the platform folders', () => {
  let planted = '';
  afterEach(() => {
    if (planted !== '') rmSync(planted, { recursive: true });
    planted = '';
  });

  it('all hold the same files', () => {
    expect(findOddFiles(platforms)).toEqual([]);
  });

  it('are reported when one lacks a file or has one of its own', () => {
    planted = mkdtempSync(join(tmpdir(), 'platforms-'));
    mkdirSync(join(planted, 'dingtalk'));
    for (const name of [...expected.filter((each) => each !== 'cards.ts'), 'dingtalk-cards.ts']) {
      writeFileSync(join(planted, 'dingtalk', name), '');
    }
    expect(findOddFiles(planted)).toEqual(['dingtalk: cards.ts', 'dingtalk: dingtalk-cards.ts']);
  });
});
