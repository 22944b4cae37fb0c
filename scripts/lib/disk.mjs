import { mkdirSync, statfsSync } from 'node:fs';
import { diskFull } from './failures.mjs';

/**
 * Refuses to go on when the disk of this folder has too little room. Creates the folder.
 * @param {string} folder
 * @param {number} neededMegabytes
 */
export function ensureDiskSpace(folder, neededMegabytes) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
      throw diskFull(folder, 0, neededMegabytes);
    throw error;
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((bavail * bsize) / 2 ** 20);
  if (free < neededMegabytes) throw diskFull(folder, free, neededMegabytes);
}
