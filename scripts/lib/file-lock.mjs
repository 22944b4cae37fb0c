import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf } from './identity.mjs';

/**
 * Takes the lock file for this process. A file left by a process that no longer runs does not count.
 * @param {string} path
 * @returns {{ release: () => void } | { holder: number }} the lock, or the pid of the living process that has it
 */
export function tryLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = String(identityOf(process.pid));
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (createWhole(path, mine)) return { release: () => rmSync(path, { force: true }) };
    const theirs = readIdentity(path);
    const pid = Number.parseInt(theirs, 10);
    if (pid && identityOf(pid) === theirs) return { holder: pid };
    removeStale(path, theirs);
  }
  return { holder: Number.parseInt(readIdentity(path), 10) || 0 };
}

/**
 * Runs `body` while holding the lock file, waiting for others up to two minutes.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function withLock(path, body) {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const lock = tryLock(path);
    if ('release' in lock) return body().finally(lock.release);
    if (Date.now() > deadline) throw new Error(`${path} is held by process ${lock.holder}`);
    await sleep(50);
  }
}

/**
 * Creates the file with its whole content at once; false when it exists. Linking keeps others from reading it half written.
 * @param {string} path
 * @param {string} content
 */
function createWhole(path, content) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Removes the file only if it still is the stale one; somebody else may have replaced it since we looked.
 * @param {string} path
 * @param {string} stale
 */
function removeStale(path, stale) {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    if (readIdentity(aside) !== stale) linkSync(aside, path);
  } catch {
    // Somebody was faster; the next attempt looks again.
  }
  rmSync(aside, { force: true });
}

/** @param {string} path */
function readIdentity(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
