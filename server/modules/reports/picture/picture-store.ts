import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Id } from '../../../contract/page.ts';
import { required } from '../../../kernel/problem.ts';
import type { Work } from '../../../kernel/work.ts';
import { findDigest } from '../digest-access.ts';
import type { DigestRecord } from '../store.ts';
import { drawDigest } from './draw-digest.ts';

/** The digest's PNG: kept under the data folder, drawn from the frozen facts where it is not there (yet, or on this machine). */
export const pictureOf = async (digest: DigestRecord, dataDir: string): Promise<Buffer> => {
  const folder = join(dataDir, 'digests');
  const path = join(folder, `${digest.id}.png`);
  const known = await readFile(path).catch(() => null);
  if (known) return known;
  const png = await drawDigest(digest);
  const draft = `${path}.${randomUUID()}`;
  await mkdir(folder, { recursive: true });
  await writeFile(draft, png);
  await rename(draft, path);
  return png;
};

/** The picture of a digest, for sending it. */
export const loadPicture = async (work: Work, digestId: Id, dataDir: string): Promise<Buffer> =>
  pictureOf(required(await findDigest(work, digestId)), dataDir);
