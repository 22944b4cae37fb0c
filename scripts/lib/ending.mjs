import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf } from './identity.mjs';

/**
 * Ends a process politely, then by force: SIGTERM, up to `patience` milliseconds, SIGKILL. Resolves when it is gone.
 * @param {number} pid
 * @param {number} patience
 */
export async function endProcess(pid, patience) {
  const identity = identityOf(pid);
  if (!identity) return;
  signal(pid, 'SIGTERM');
  if (await isGone(pid, identity, patience)) return;
  signal(pid, 'SIGKILL');
  await isGone(pid, identity, 5_000);
}

/** @param {number} pid @param {NodeJS.Signals} name */
function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in the meantime.
  }
}

/** @param {number} pid @param {string} identity @param {number} patience */
async function isGone(pid, identity, patience) {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    if (identityOf(pid) !== identity) return true;
    await sleep(25);
  }
  return false;
}
