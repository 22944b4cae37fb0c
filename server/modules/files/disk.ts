import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes under their hash, spread over 256 folders. */
export interface FileDisk {
  /** Keeps the bytes and returns their hash; keeping the same bytes again is harmless. */
  keep(bytes: Uint8Array): Promise<string>;
  /** Null when they are not there. */
  read(sha256: string): Promise<Buffer | null>;
}

export const openFileDisk = (dataDir: string): FileDisk => {
  const folderOf = (sha256: string): string => join(dataDir, 'files', sha256.slice(0, 2));
  return {
    keep: async (bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const folder = folderOf(sha256);
      if (await exists(join(folder, sha256))) return sha256;
      await mkdir(folder, { recursive: true });
      const draft = join(folder, `.${randomUUID()}`);
      await writeFile(draft, bytes, { mode: 0o600 });
      await rename(draft, join(folder, sha256));
      return sha256;
    },
    read: (sha256) =>
      readFile(join(folderOf(sha256), sha256)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      }),
  };
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
