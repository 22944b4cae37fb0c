import { accessSync, constants, existsSync, mkdirSync, statSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { diskFull, unusableFolder } from './failures.mjs';

/**
 * Refuses to go on when this folder cannot be written or its disk has too little room. Creates the folder.
 * @param {string} folder
 * @param {number} neededMegabytes
 */
export function ensureDiskSpace(folder, neededMegabytes) {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw code === 'ENOSPC' ? diskFull(folder, 0, neededMegabytes) : unusableFolder(folder, code);
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((bavail * bsize) / 2 ** 20);
  if (free < neededMegabytes) throw diskFull(folder, free, neededMegabytes);
}

/**
 * Makes the folder and the ones above it. Node's own recursive mkdir never returns where a file system answers ENOENT for a
 * folder whose parent is there, as /proc does.
 * @param {string} folder
 */
function makeFolder(folder) {
  const parent = dirname(folder);
  if (!existsSync(parent)) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
