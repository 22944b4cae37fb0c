import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const durable = {
  innodb_flush_log_at_trx_commit: '1',
  innodb_log_file_size: '256M',
  'log-bin': 'binlog',
  binlog_format: 'ROW',
  sync_binlog: '1',
  expire_logs_days: '3',
  'server-id': '1',
};

/** A crash of the machine may cost such a server its data: good enough for tests, twice as fast. */
const fast = {
  innodb_flush_log_at_trx_commit: '0',
  innodb_flush_method: 'nosync',
  innodb_doublewrite: '0',
  innodb_log_file_size: '128M',
  'skip-log-bin': '1',
};

/**
 * @typedef {object} Instance
 * @property {string} folder absolute; everything but the socket lives in it
 * @property {boolean} isDurable
 * @property {string} pool size of the InnoDB buffer pool, like 256M
 * @property {string} user database login, may do everything on this server
 * @property {string} password
 * @property {string} [database] created when missing
 */

/**
 * The option file of a private server: loopback only, no client options of the machine, small footprint.
 * @param {Instance} instance
 * @param {number} port
 */
export function optionFile(instance, port) {
  const { folder, pool, isDurable } = instance;
  const options = {
    datadir: join(folder, 'data'),
    // Its own: a server that starts removes what it takes for forgotten temporary tables, also those of another one running.
    tmpdir: temporaryFolder(folder),
    socket: socketPath(folder),
    'pid-file': join(folder, 'mariadbd.pid'),
    'log-error': join(folder, 'error.log'),
    'init-file': join(folder, 'init.sql'),
    'bind-address': '127.0.0.1',
    port: String(port),
    'skip-name-resolve': '1',
    'character-set-server': 'utf8mb4',
    'collation-server': 'utf8mb4_unicode_520_ci',
    innodb_buffer_pool_size: pool,
    max_connections: '400',
    max_allowed_packet: '64M',
    performance_schema: 'OFF',
    ...(isDurable ? durable : fast),
  };
  const lines = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  return `[mariadbd]\n${lines.join('\n')}\n`;
}

/**
 * Statements the server runs at every start, so that login and password always match our secrets. One per line.
 * @param {Instance} instance
 */
export function initFile({ user, password, database }) {
  const account = `'${user}'@'127.0.0.1'`;
  const lines = [
    `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${password}';`,
    `ALTER USER ${account} IDENTIFIED BY '${password}';`,
    `GRANT ALL ON *.* TO ${account};`,
  ];
  if (database) {
    lines.push(`CREATE DATABASE IF NOT EXISTS \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;`);
  }
  return `${lines.join('\n')}\n`;
}

/** Where large sorts and groups go. @param {string} folder */
export function temporaryFolder(folder) {
  return join(folder, 'tmp');
}

/**
 * Socket paths end at 107 characters, so it lives in the temporary folder under a hash of the instance's own folder.
 * @param {string} folder
 */
function socketPath(folder) {
  return join(tmpdir(), `chatcrm-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}.sock`);
}
