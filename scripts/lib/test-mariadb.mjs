import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './file-lock.mjs';
import { noMariadb } from './failures.mjs';
import { identityOf } from './identity.mjs';
import { findMariadb } from './mariadb-binaries.mjs';
import { findRunningMariadb, startMariadb, stopMariadb } from './mariadb.mjs';

/**
 * The test database of a checkout, shared by everybody who runs tests in it: the first user starts it, the last one stops
 * it. A user that died without saying good-bye does not count.
 * @param {string} root folder of the checkout
 * @returns {Promise<{ url: string, release: () => Promise<void> }>} url without a database name
 */
export async function acquireTestMariadb(root) {
  const folder = join(root, '.data', 'test-mariadb');
  const lock = join(root, '.data', 'test-mariadb.lock');
  const users = join(root, '.data', 'test-mariadb-users');
  const badge = join(users, `${process.pid}-${Math.random().toString(36).slice(2, 8)}`);
  const url = await withLock(lock, async () => {
    const running = await startOrReuse(folder);
    mkdirSync(users, { recursive: true });
    writeFileSync(badge, String(identityOf(process.pid)));
    return running.url;
  });
  const release = () =>
    withLock(lock, async () => {
      rmSync(badge, { force: true });
      if (countLiving(users) === 0) await stopMariadb(folder);
    });
  return { url, release };
}

/** @param {string} folder */
async function startOrReuse(folder) {
  const instance = { folder, isDurable: false, pool: '256M', user: 'test', password: 'test' };
  const running = await findRunningMariadb(instance);
  if (running) return running;
  const binaries = findMariadb();
  if (!binaries) throw noMariadb();
  try {
    return await startMariadb(instance, binaries);
  } catch {
    // Its settings do not survive a crash of the machine, and nothing in it is worth keeping.
    await stopMariadb(folder);
    rmSync(folder, { recursive: true, force: true });
    return startMariadb(instance, binaries);
  }
}

/** @param {string} users */
function countLiving(users) {
  const badges = existsSync(users) ? readdirSync(users).map((name) => join(users, name)) : [];
  const living = badges.filter((badge) => {
    const identity = readFileSync(badge, 'utf8');
    return identityOf(Number.parseInt(identity, 10)) === identity;
  });
  badges.filter((badge) => !living.includes(badge)).forEach((badge) => rmSync(badge, { force: true }));
  return living.length;
}
