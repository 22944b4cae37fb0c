import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../lib/failure.mjs';

export const hashFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

/** Uploaded files of a data folder by their path below `files/`: two letters of their hash, then the hash. */
export const listFiles = async (folder: string): Promise<string[]> => {
  const parts = await readdir(folder).catch(() => []);
  const names = await Promise.all(
    parts
      .filter((part) => /^[0-9a-f]{2}$/.test(part))
      .map(async (part) => (await readdir(join(folder, part))).map((name) => `${part}/${name}`)),
  );
  // Drafts of uploads under way are none of ours: no row knows them.
  return names.flat().filter((path) => /^[0-9a-f]{2}\/[0-9a-f]{64}$/.test(path));
};

/** Copies files by path and returns their checksums; one that is there already is left. Damage at the source is a Failure. */
export const copyFiles = async (
  from: string,
  to: string,
  paths: readonly string[],
  report: (detail: string) => void,
): Promise<Record<string, string>> => {
  const sums: Record<string, string> = {};
  for (const [index, path] of paths.entries()) {
    const sum = await hashFile(join(from, path));
    if (sum !== path.slice(3))
      throw new Failure(
        `文件 ${join(from, path)} 已损坏：内容与它的名字不符。`,
        `The file ${join(from, path)} is damaged: its content does not fit its name.`,
      );
    await copyOnce(join(from, path), join(to, path));
    sums[path] = sum;
    report(`${index + 1}/${paths.length}`);
  }
  return sums;
};

const copyOnce = async (from: string, to: string): Promise<void> => {
  if (await stat(to).catch(() => null)) return;
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, `${to}.part`);
  await rename(`${to}.part`, to);
};
