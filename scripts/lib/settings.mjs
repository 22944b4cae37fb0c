import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { badArgument, badPort, missingFile, samePort } from './failures.mjs';

/**
 * What `npm start` was asked for: environment variables (design: operator's interface) and `--org company.json`.
 * @typedef {object} Settings
 * @property {string} dataDir absolute
 * @property {number} port
 * @property {string} publicUrl
 * @property {number} simulatorPort
 * @property {string | undefined} databaseUrl undefined: private MariaDB
 * @property {string} databasePool
 * @property {boolean} isSimulated no WeCom credentials were given
 * @property {string | undefined} orgFile absolute path of a company for the simulator
 */

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} args
 * @returns {Settings}
 */
export function readSettings(root, env, args) {
  const orgFile = orgArgument(args);
  const port = portOf(env, 'PORT', 8080);
  const simulatorPort = portOf(env, 'SIMULATOR_PORT', 8090);
  const isSimulated = !env['WECOM_CORP_ID'];
  if (isSimulated && port === simulatorPort) throw samePort(port);
  return {
    dataDir: resolve(root, env['DATA_DIR'] || '.data'),
    port,
    publicUrl: env['PUBLIC_URL'] || `http://localhost:${port}`,
    simulatorPort,
    databaseUrl: env['DATABASE_URL'] || undefined,
    databasePool: env['DB_POOL'] || '256M',
    isSimulated,
    orgFile,
  };
}

/** @param {NodeJS.ProcessEnv} env @param {string} variable @param {number} otherwise */
function portOf(env, variable, otherwise) {
  const text = env[variable] || String(otherwise);
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw badPort(text, variable);
  return port;
}

/** @param {string[]} args */
function orgArgument(args) {
  const { org } = parse(args);
  if (org === undefined) return undefined;
  const path = resolve(org);
  if (!existsSync(path)) throw missingFile(path);
  return path;
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({ args, options: { org: { type: 'string' } } }).values;
  } catch {
    throw badArgument(args.join(' '));
  }
}
