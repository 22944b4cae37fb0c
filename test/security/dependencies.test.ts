import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/lib/root.mjs';

interface Locked {
  license?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
}

/** What is installed in production, by its place in node_modules. */
const installed = Object.entries(
  (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> }).packages,
).filter(([path, { dev }]) => path !== '' && !dev);

/** Licences that ask for no more than to be named, and MPL-2.0, whose files we do not change. */
const fine = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'MPL-2.0',
  'MIT AND OFL-1.1',
];
/** MIT by their LICENSE files; the lockfile does not say. */
const known = ['node_modules/busboy', 'node_modules/streamsearch'];

describe('a dependency of the product', () => {
  it('has a licence that we may ship', () => {
    expect(installed.length).toBeGreaterThan(100);
    const unclear = installed.filter(([path, { license }]) => !fine.includes(license ?? '') && !known.includes(path));
    expect(unclear.map(([path, { license }]) => `${path}: ${license ?? 'none'}`)).toEqual([]);
  });

  it('runs nothing of its own while it is installed, but for those we know', () => {
    const scripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
    expect(scripts.filter((path) => !/\/(esbuild|fsevents)$/.test(path))).toEqual([]);
  });
});
