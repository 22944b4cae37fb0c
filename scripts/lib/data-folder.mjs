import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { alreadyRunning } from './failures.mjs';
import { tryLock } from './file-lock.mjs';

const grace = 2_000;
const stopPatience = 60_000;

/** @typedef {{ markStopping: () => void, release: () => void }} DataFolderClaim */

/**
 * Makes this process the one supervisor of a data folder. A predecessor that is just stopping is waited for, a running one
 * is a Failure.
 * @param {string} dataDir
 * @returns {Promise<DataFolderClaim>}
 */
export async function claimDataFolder(dataDir) {
  const stopping = join(dataDir, 'stopping');
  const started = Date.now();
  for (;;) {
    const lock = tryLock(join(dataDir, 'start.lock'));
    if ('release' in lock) return claim(lock.release, stopping);
    const patience = existsSync(stopping) ? stopPatience : grace;
    if (Date.now() - started > patience) throw alreadyRunning(dataDir, lock.holder);
    await sleep(100);
  }
}

/** @param {() => void} unlock @param {string} stopping @returns {DataFolderClaim} */
function claim(unlock, stopping) {
  rmSync(stopping, { force: true });
  return {
    markStopping: () => writeFileSync(stopping, ''),
    release: () => {
      rmSync(stopping, { force: true });
      unlock();
    },
  };
}
