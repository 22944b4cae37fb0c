import { copyFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { root } from '../../scripts/lib/root.mjs';

/** Where screenshots of journeys go. */
export const shotsFolder = join(tmpdir(), 'crm-journeys');

/** Takes a picture for whoever looks at it; with UPDATE_DOCS=1 also as docs/`docs`. */
export async function shoot(of: Page | Locator, name: string, docs?: string): Promise<void> {
  const path = join(shotsFolder, `${name}.png`);
  mkdirSync(join(path, '..'), { recursive: true });
  const isForDocs = docs !== undefined && process.env['UPDATE_DOCS'] === '1';
  await of.screenshot({ path, animations: 'disabled', scale: isForDocs ? 'device' : 'css' });
  if (!isForDocs) return;
  mkdirSync(join(root, 'docs'), { recursive: true });
  copyFileSync(path, join(root, 'docs', basename(docs)));
}
