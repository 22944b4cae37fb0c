import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Secrets generated once into `secrets.json` of the data folder (mode 0600) and kept from then on.
 * @param {string} dataDir
 * @returns {{ sessionSecret: string, databasePassword: string }}
 */
export function loadSecrets(dataDir) {
  const path = join(dataDir, 'secrets.json');
  const known = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const secrets = {
    ...known,
    sessionSecret: known.sessionSecret ?? randomBytes(32).toString('base64url'),
    databasePassword: known.databasePassword ?? randomBytes(18).toString('hex'),
  };
  if (secrets.sessionSecret !== known.sessionSecret || secrets.databasePassword !== known.databasePassword) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  return secrets;
}
