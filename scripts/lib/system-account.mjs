import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { foreignDataFolder } from './failures.mjs';

const accountName = 'chatcrm';

/** @typedef {{ name: string, uid: number, gid: number }} Account */

export const isRoot = process.getuid?.() === 0;

/**
 * The system account the private database runs as: our own when we are not root; for root the owner of existing data, else
 * an unprivileged account made for it. Only when that account cannot reach the folder (a clone inside /root) root remains.
 * @param {string} folder
 * @returns {Account}
 */
export function databaseAccount(folder) {
  const { username, uid, gid } = userInfo();
  const data = join(folder, 'data');
  const owner = existsSync(data) ? statSync(data) : undefined;
  if (!isRoot) {
    if (owner && owner.uid !== uid) throw foreignDataFolder(folder, `uid ${owner.uid}`);
    return { name: username, uid, gid };
  }
  if (owner) return { name: nameOf(owner.uid), uid: owner.uid, gid: owner.gid };
  return isReachableByOthers(folder) ? unprivilegedAccount() : { name: username, uid, gid };
}

/** @returns {Account} */
function unprivilegedAccount() {
  if (!idOf('-u')) {
    execFileSync('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      accountName,
    ]);
  }
  return { name: accountName, uid: Number(idOf('-u')), gid: Number(idOf('-g')) };
}

/** @param {'-u' | '-g'} which */
function idOf(which) {
  try {
    return execFileSync('id', [which, accountName], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return '';
  }
}

/** @param {number} uid */
function nameOf(uid) {
  return execFileSync('id', ['-un', String(uid)])
    .toString()
    .trim();
}

/** @param {string} folder */
function isReachableByOthers(folder) {
  for (let parent = dirname(folder); ; parent = dirname(parent)) {
    if (existsSync(parent) && (statSync(parent).mode & 0o001) === 0) return false;
    if (parent === dirname(parent)) return true;
  }
}
