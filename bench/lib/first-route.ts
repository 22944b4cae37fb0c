import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../../scripts/lib/root.mjs';

interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
}

export interface LoadedFile {
  file: string;
  gzipBytes: number;
}

const folder = join(root, 'dist/h5');

/** Everything a phone loads before the first route of the built H5 can be painted: page, scripts and styles, biggest first. */
export const firstRouteFiles = (): LoadedFile[] => {
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  const files = new Set(['index.html']);
  const seen = new Set<string>();
  const take = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`${key} is not in the build's manifest.`);
    if (seen.has(key)) return;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const imported of chunk.imports ?? []) take(imported);
  };
  take('index.html');
  return [...files]
    .map((file) => ({ file, gzipBytes: gzipSync(readFileSync(join(folder, file)), { level: 9 }).length }))
    .sort((one, other) => other.gzipBytes - one.gzipBytes);
};
