import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { claimDataFolder } from '../lib/data-folder.mjs';
import { privateInstance, runningDatabase } from '../lib/database-step.mjs';
import { Failure } from '../lib/failure.mjs';
import { checkGivenDatabase } from '../lib/given-database.mjs';
import type { Binaries } from '../lib/mariadb-binaries.mjs';
import { ensureMariadb } from '../lib/mariadb-install.mjs';
import { startMariadb, stopMariadb } from '../lib/mariadb.mjs';
import type { Settings } from '../lib/settings.mjs';
import { step } from '../lib/steps.mjs';

/** Runs a body on the database to be saved: the operator's, or the private one, started for this when the product is not running. */
export const withSource = async <T>(settings: Settings, body: (url: string) => Promise<T>): Promise<T> => {
  if (settings.databaseUrl) return withGiven(settings.databaseUrl, body);
  const running = await runningDatabase(settings);
  if (running) return body(running);
  if (!existsSync(join(settings.dataDir, 'mariadb', 'data')))
    throw new Failure(
      `${settings.dataDir} 中没有数据库，没有可备份的内容。`,
      `There is no database in ${settings.dataDir}, hence nothing to back up.`,
    );
  return withPrivate(settings, body);
};

/** The same for the database to be written to; with a private one the product must not be running. */
export const withTarget = <T>(settings: Settings, body: (url: string) => Promise<T>): Promise<T> =>
  settings.databaseUrl ? withGiven(settings.databaseUrl, body) : withPrivate(settings, body);

const withGiven = async <T>(url: string, body: (url: string) => Promise<T>): Promise<T> => {
  await step('连接数据库 (database)', () => checkGivenDatabase(url));
  return body(url);
};

const withPrivate = async <T>(settings: Settings, body: (url: string) => Promise<T>): Promise<T> => {
  const claim = await claimDataFolder(settings.dataDir);
  const instance = privateInstance(settings);
  try {
    const binaries = await step('准备 MariaDB (find or install MariaDB)', (report): Promise<Binaries> =>
      ensureMariadb(report),
    );
    const { url } = await step('启动 MariaDB (start private MariaDB)', () => startMariadb(instance, binaries));
    return await body(`${url}/${instance.database}`);
  } finally {
    await stopMariadb(instance.folder);
    claim.release();
  }
};
