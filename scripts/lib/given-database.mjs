import { malformedDatabaseUrl, missingDatabase, unreachableDatabase, wrongDatabasePassword } from './failures.mjs';

/**
 * Logs in once to the database the operator named and says in one sentence what is wrong with it. Needs the dependencies.
 * @param {string} url `mysql://user:password@host:3306/name`
 */
export async function checkGivenDatabase(url) {
  const { user, host, name } = partsOf(url);
  const { createConnection } = await import('mysql2/promise');
  try {
    const connection = await createConnection({ uri: url, connectTimeout: 10_000 });
    await connection.end();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('ER_ACCESS_DENIED')) throw wrongDatabasePassword(user, host);
    if (code === 'ER_BAD_DB_ERROR' || code === 'ER_DBACCESS_DENIED_ERROR') throw missingDatabase(name, host, user);
    throw unreachableDatabase(host, code || String(error));
  }
}

/** @param {string} url */
function partsOf(url) {
  if (!URL.canParse(url)) throw malformedDatabaseUrl('not a URL');
  const { protocol, username, host, pathname } = new URL(url);
  if (!['mysql:', 'mariadb:'].includes(protocol)) throw malformedDatabaseUrl(`scheme ${protocol}`);
  const name = decodeURIComponent(pathname.slice(1));
  if (!host || !name) throw malformedDatabaseUrl('host or database name missing');
  return { user: decodeURIComponent(username), host, name };
}
