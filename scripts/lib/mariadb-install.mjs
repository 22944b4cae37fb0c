import { canInstallPackages, installPackages } from './apt.mjs';
import { noMariadb } from './failures.mjs';
import { findMariadb } from './mariadb-binaries.mjs';

/** The bare server program and the option reader its installer needs: no service, no system database. */
const barePackages = ['mariadb-server-core', 'mariadb-client-core'];
/** Distributions that name those differently bring them with this one. */
const wholePackage = ['mariadb-server'];

/**
 * The MariaDB programs of this machine, installed from the distribution when missing and allowed.
 * @param {(detail: string) => void} report
 * @returns {Promise<import('./mariadb-binaries.mjs').Binaries>}
 */
export async function ensureMariadb(report) {
  const found = findMariadb();
  if (found) return found;
  if (!canInstallPackages()) throw noMariadb();
  await installPackages(barePackages, report).catch(() => installPackages(wholePackage, report));
  const installed = findMariadb();
  if (!installed) throw noMariadb();
  return installed;
}
