import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { findMariadb } from '../../../scripts/lib/mariadb-binaries.mjs';
import { databaseAccount } from '../../../scripts/lib/system-account.mjs';
import type { Network } from './network.ts';

export const nodes = [1, 2, 3] as const;
export const login = { user: 'crm', password: 'crm', database: 'crm' };

/** Three MariaDB servers that replicate to each other. People reach them through their sockets, so a cut cable cuts off the node, not its users. */
export interface Cluster {
  socketOf(n: number): string;
  start(n: number): Promise<void>;
  /** Resolves when the node serves again: part of the primary component, and level with it. */
  synced(n: number): Promise<void>;
  stop(n: number): Promise<void>;
  kill(n: number): Promise<void>;
  query<T>(n: number, sql: string): Promise<T[]>;
  log(n: number): string;
  close(): Promise<void>;
}

const patienceMs = 120_000;

export const startCluster = async (folder: string, network: Network): Promise<Cluster> => {
  const binaries = findMariadb();
  if (!binaries) throw new Error('There is no MariaDB on this machine.');
  const account = databaseAccount(folder);
  const running = new Map<number, ChildProcess>();
  const folderOf = (n: number): string => join(folder, `node${n}`);
  const socketOf = (n: number): string => join(folderOf(n), 'db.sock');

  const launch = (n: number, ...flags: string[]): void => {
    const asAccount = ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
    const server = [binaries.server, `--defaults-file=${join(folderOf(n), 'my.cnf')}`, ...flags];
    const [program = '', ...args] = [...network.on(n), ...asAccount, ...server];
    running.set(n, spawn(program, args, { stdio: 'ignore', cwd: folderOf(n) }));
  };

  const end = async (n: number, signal: NodeJS.Signals): Promise<void> => {
    const child = running.get(n);
    running.delete(n);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  };

  const query = async <T>(n: number, sql: string, user: object = login): Promise<T[]> => {
    const connection = await createConnection({ socketPath: socketOf(n), connectTimeout: 2000, ...user });
    try {
      return (await connection.query(sql))[0] as T[];
    } finally {
      connection.destroy();
    }
  };

  const synced = async (n: number, user: object = login): Promise<void> => {
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (running.get(n)?.exitCode != null) break;
      const state = await query<{ Value: string }>(n, "show status like 'wsrep_local_state_comment'", user).catch(
        () => [],
      );
      if (state[0]?.Value === 'Synced') return;
      await sleep(100);
    }
    throw new Error(`Node ${n} did not join:\n${log(n).slice(-3000)}`);
  };
  const log = (n: number): string => (existsSync(logOf(n)) ? readFileSync(logOf(n), 'utf8') : '');
  const logOf = (n: number): string => join(folderOf(n), 'error.log');

  const data = (n: number): string => join(folderOf(n), 'data');
  const flags = [
    '--no-defaults',
    '--skip-test-db',
    '--auth-root-authentication-method=normal',
    `--user=${account.name}`,
  ];
  await promisify(execFile)(binaries.installer, [...flags, `--datadir=${join(folder, 'fresh')}`]);
  for (const n of nodes) {
    mkdirSync(folderOf(n));
    await promisify(execFile)('cp', ['-a', join(folder, 'fresh'), data(n)]);
    writeFileSync(join(folderOf(n), 'my.cnf'), optionFile(n, folderOf(n), network));
    chownSync(folderOf(n), account.uid, account.gid);
    chmodSync(folderOf(n), 0o755);
  }
  rmSync(join(folder, 'fresh'), { recursive: true });

  launch(1, '--wsrep-new-cluster');
  const root = { user: 'root', database: undefined };
  await synced(1, root);
  await query(1, `create database crm character set utf8mb4 collate utf8mb4_unicode_520_ci`, root);
  await query(1, `create user crm@localhost identified by 'crm'`, root);
  await query(1, `grant all on *.* to crm@localhost`, root);
  for (const n of [2, 3]) {
    launch(n);
    await synced(n);
  }
  return {
    socketOf,
    start: (n) => Promise.resolve(launch(n)),
    synced,
    stop: (n) => end(n, 'SIGTERM'),
    kill: (n) => end(n, 'SIGKILL'),
    query,
    log,
    close: async () => void (await Promise.all([...running.keys()].map((n) => end(n, 'SIGKILL')))),
  };
};

/** A node that others have not heard of for a second is left behind: their people wait no longer than that and a new view takes. */
const optionFile = (n: number, folder: string, network: Network): string => {
  const address = network.addressOf(n);
  const provider = [
    'gcache.size=128M',
    'evs.keepalive_period=PT0.3S',
    'evs.inactive_check_period=PT0.3S',
    'evs.suspect_timeout=PT1S',
    'evs.inactive_timeout=PT3S',
    'evs.install_timeout=PT3S',
  ];
  const options = {
    datadir: join(folder, 'data'),
    socket: join(folder, 'db.sock'),
    'pid-file': join(folder, 'db.pid'),
    'log-error': join(folder, 'error.log'),
    'skip-networking': '1',
    'character-set-server': 'utf8mb4',
    binlog_format: 'ROW',
    innodb_autoinc_lock_mode: '2',
    innodb_buffer_pool_size: '128M',
    innodb_log_file_size: '96M',
    innodb_flush_log_at_trx_commit: '1',
    wsrep_on: 'ON',
    wsrep_provider: '/usr/lib/galera/libgalera_smm.so',
    wsrep_cluster_name: 'crm',
    wsrep_cluster_address: `gcomm://${nodes.map((other) => network.addressOf(other)).join(',')}`,
    wsrep_node_name: `node${n}`,
    wsrep_node_address: address,
    wsrep_provider_options: `"${provider.join(';')}"`,
    wsrep_sst_method: 'rsync',
    wsrep_slave_threads: '2',
  };
  const lines = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  return `[mariadbd]\n${lines.join('\n')}\n`;
};
