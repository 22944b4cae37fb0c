import { join } from 'node:path';
import { checkGivenDatabase } from './given-database.mjs';
import { ensureMariadb } from './mariadb-install.mjs';
import { startMariadb } from './mariadb.mjs';
import { loadSecrets } from './secrets.mjs';
import { step } from './steps.mjs';

const name = 'chat_crm';

/**
 * The database to work on: the operator's own, checked, or the private one of the data folder, started.
 * @param {import('./supervisor.mjs').Supervisor} supervisor
 * @returns {Promise<string>} its address
 */
export async function openDatabase(supervisor) {
  const { databaseUrl, dataDir, databasePool } = supervisor.settings;
  if (databaseUrl) {
    await step('连接数据库 (database)', () => checkGivenDatabase(databaseUrl));
    return databaseUrl;
  }
  const binaries = await step('准备 MariaDB (find or install MariaDB)', async (report) => ensureMariadb(report));
  supervisor.signal.throwIfAborted();
  const login = { user: 'crm', password: loadSecrets(dataDir).databasePassword, database: name };
  const instance = { folder: join(dataDir, 'mariadb'), isDurable: true, pool: databasePool, ...login };
  const { url, ended } = await step('启动 MariaDB (start private MariaDB)', () => startMariadb(instance, binaries));
  supervisor.ownDatabase(ended);
  supervisor.signal.throwIfAborted();
  return `${url}/${name}`;
}
