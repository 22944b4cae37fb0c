import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const ways = [
  { extension: '.br', pack: promisify(brotliCompress) },
  { extension: '.gz', pack: promisify(gzip) },
];
const worthIt = 1024;

/** Packs what does not change once, at build time and as small as it gets; the server hands out whichever the browser takes. */
export const precompress = (): Plugin => ({
  name: 'precompress',
  apply: 'build',
  async writeBundle({ dir = '' }, bundle) {
    const assets = Object.keys(bundle).filter((file) => /\.(js|css|svg)$/.test(file));
    await Promise.all(assets.map((file) => packed(join(dir, file))));
  },
});

async function packed(file: string): Promise<void> {
  const bytes = await readFile(file);
  if (bytes.length < worthIt) return;
  for (const { extension, pack } of ways) await writeFile(file + extension, await pack(bytes));
}
