import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs';
import { diskFull, unusableFolder } from './failures.mjs';

/**
 * Refuses to go on when this folder cannot be written or its disk has too little room. Creates the folder.
 * @param {string} folder
 * @param {number} neededMegabytes
 */
export function ensureDiskSpace(folder, neededMegabytes) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw code === 'ENOSPC' ? diskFull(folder, 0, neededMegabytes) : unusableFolder(folder, code);
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((bavail * bsize) / 2 ** 20);
  if (free < neededMegabytes) throw diskFull(folder, free, neededMegabytes);
}
