import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkGivenDatabase } from './given-database.mjs';
import { ensureMariadb } from './mariadb-install.mjs';
import { findRunningMariadb, startMariadb } from './mariadb.mjs';
import { loadSecrets } from './secrets.mjs';
import { step } from './steps.mjs';

const name = 'chat_crm';

/**
 * The database to work on: the operator's own, checked, or the private one of the data folder, started.
 * @param {import('./supervisor.mjs').Supervisor} supervisor
 * @returns {Promise<string>} its address
 */
export async function openDatabase(supervisor) {
  const { databaseUrl } = supervisor.settings;
  if (databaseUrl) {
    await step('连接数据库 (database)', () => checkGivenDatabase(databaseUrl));
    return databaseUrl;
  }
  const binaries = await step('准备 MariaDB (find or install MariaDB)', async (report) => ensureMariadb(report));
  supervisor.signal.throwIfAborted();
  const instance = privateInstance(supervisor.settings);
  const { url, ended } = await step('启动 MariaDB (start private MariaDB)', () => startMariadb(instance, binaries));
  supervisor.ownDatabase(ended);
  supervisor.signal.throwIfAborted();
  return `${url}/${name}`;
}

/**
 * Address of the private database of a data folder while `npm start` runs on it.
 * @param {import('./settings.mjs').Settings} settings
 * @returns {Promise<string | undefined>}
 */
export async function runningDatabase(settings) {
  if (!existsSync(join(settings.dataDir, 'mariadb'))) return undefined;
  const running = await findRunningMariadb(privateInstance(settings));
  return running && `${running.url}/${name}`;
}

/** The private server of a data folder. @param {import('./settings.mjs').Settings} settings */
export function privateInstance({ dataDir, databasePool }) {
  const login = { user: 'crm', password: loadSecrets(dataDir).databasePassword, database: name };
  return { folder: join(dataDir, 'mariadb'), isDurable: true, pool: databasePool, ...login };
}
