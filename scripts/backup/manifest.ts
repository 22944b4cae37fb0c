import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../lib/failure.mjs';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a backup says it holds; without it a folder is no backup. Checksums make a restore provable. */
const manifest = z.strictObject({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  /** Of the compressed dump, to notice damage before anything is touched. */
  dumpSha256: sha256,
  /** By table: of its definition and rows in the order of the primary key. */
  tables: z.record(z.string(), sha256),
  /** By path below `files/`. */
  files: z.record(z.string().regex(/^[0-9a-f]{2}\/[0-9a-f]{64}$/), sha256),
});
export type Manifest = z.infer<typeof manifest>;

export const manifestName = 'manifest.json';
export const dumpName = 'database.sql.gz';

export const readManifest = (folder: string): Manifest => {
  const path = join(folder, manifestName);
  if (!existsSync(path))
    throw new Failure(
      `${folder} 不是备份：没有 ${manifestName}。中断的备份没有这个文件，不能恢复。`,
      `${folder} is no backup: it has no ${manifestName}; one that was interrupted has none and cannot be restored.`,
    );
  const parsed = manifest.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Failure(
    `${path} 无法识别，可能来自更新的版本。`,
    `${path} cannot be read; a newer version may have made it.`,
  );
};
