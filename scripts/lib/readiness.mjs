import { setTimeout as sleep } from 'node:timers/promises';
import { notReady } from './failures.mjs';

/**
 * Waits until an address answers with a success.
 * @param {string} name for the message
 * @param {string} address
 * @param {number} seconds
 * @param {AbortSignal} signal gives up when it aborts
 * @returns {Promise<Response>}
 */
export async function waitFor(name, address, seconds, signal) {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    const response = await fetch(address, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (response?.ok) return response;
    await response?.body?.cancel();
    await sleep(60, undefined, { signal });
  }
  throw notReady(name, address, seconds);
}
