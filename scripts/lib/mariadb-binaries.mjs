import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

const usualFolders = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin', '/usr/libexec'];

/** @typedef {{ server: string, installer: string }} Binaries */

/**
 * Full paths of the MariaDB server and of its data folder installer, undefined when they are not there. Oracle's mysqld
 * is not taken: it creates and starts its data folder in another way.
 * @returns {Binaries | undefined}
 */
export function findMariadb() {
  const server = findProgram('mariadbd');
  const installer = findProgram('mariadb-install-db');
  // The installer reads option files through this one, which Debian ships in the client package.
  const defaults = findProgram('my_print_defaults');
  return server && installer && defaults ? { server, installer } : undefined;
}

/**
 * Full path of a program on the PATH or in the folders system programs live in.
 * @param {string} name
 * @returns {string | undefined}
 */
export function findProgram(name) {
  const onPath = (process.env['PATH'] ?? '').split(delimiter);
  const folders = [...onPath, ...usualFolders, dirname(process.execPath)];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
