import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough, Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { canInstallPackages, installPackages } from '../lib/apt.mjs';
import { Failure } from '../lib/failure.mjs';
import { findProgram } from '../lib/mariadb-binaries.mjs';

/**
 * The distribution's own mariadb-dump: it works over the network on any server the product runs on, a cluster's node included, stops nobody
 * (one consistent snapshot), and what it writes goes into any other version. mariadb-backup copies faster but only beside the server's own
 * files and for its own version.
 */
export interface DumpTools {
  dump: string;
  client: string;
}

export const ensureDumpTools = async (report: (detail: string) => void): Promise<DumpTools> => {
  const found = findDumpTools();
  if (found) return found;
  if (canInstallPackages()) await installPackages(['mariadb-client'], report);
  const installed = findDumpTools();
  if (installed) return installed;
  throw new Failure(
    '没有找到 mariadb-dump,请安装发行版软件包:sudo apt-get install mariadb-client。',
    'mariadb-dump was not found; install the package mariadb-client.',
  );
};

const findDumpTools = (): DumpTools | null => {
  const [dump, client] = [findProgram('mariadb-dump'), findProgram('mariadb')];
  return dump && client ? { dump, client } : null;
};

/** A table's checksum by its name: what was dumped of it, line by line. */
export type TableSums = Record<string, string>;

const dumpFlags = [
  '--single-transaction',
  '--quick',
  '--order-by-primary',
  '--hex-blob',
  '--no-tablespaces',
  '--skip-add-locks',
  '--skip-disable-keys',
  '--skip-dump-date',
  '--default-character-set=utf8mb4',
];

/** Dumps a database into a compressed file, or only reads it through. @returns the checksum of every table */
export const dumpDatabase = async (tools: DumpTools, url: string, path: string | null): Promise<TableSums> => {
  const copy = new PassThrough();
  const sums = sumTables(copy);
  await withCredentials(url, async (credentials, name) => {
    const child = spawn(tools.dump, [credentials, ...dumpFlags, name], { stdio: ['ignore', 'pipe', 'pipe'] });
    const target = path ? [createGzip({ level: 6 }), createWriteStream(path, { mode: 0o600 })] : [new Sink()];
    await Promise.all([
      pipeline([child.stdout, tee(copy), ...target]),
      succeeded(child, '数据库导出失败', 'the dump failed'),
    ]);
  });
  return sums;
};

/** Runs a dump on an empty database. */
export const loadDump = (tools: DumpTools, url: string, path: string): Promise<void> =>
  withCredentials(url, async (credentials, name) => {
    const flags = [credentials, '--default-character-set=utf8mb4', '--max-allowed-packet=64M', name];
    const child = spawn(tools.client, flags, { stdio: ['pipe', 'ignore', 'pipe'] });
    const finished = succeeded(child, '数据库导入失败', 'loading the dump failed');
    // When the client gives up, its own words say more than the broken pipe.
    const fed = pipeline(createReadStream(path), createGunzip(), child.stdin).catch(() => finished);
    await Promise.all([fed, finished]);
  });

class Sink extends Writable {
  override _write(_chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    done();
  }
}

const tee = (copy: PassThrough): PassThrough => {
  const through = new PassThrough();
  through.pipe(copy);
  return through;
};

/** Each line counts for the table whose definition or rows it belongs to; comments and settings count for none. */
const sumTables = async (dump: Readable): Promise<TableSums> => {
  const hashes = new Map<string, Hash>();
  let table: string | undefined;
  for await (const line of createInterface({ input: dump, crlfDelay: Infinity })) {
    table = /^-- (?:Table structure|Dumping data) for table `(.+)`$/.exec(line)?.[1] ?? table;
    if (!table || !line || /^(--|\/\*)/.test(line)) continue;
    if (!hashes.has(table)) hashes.set(table, createHash('sha256'));
    hashes.get(table)?.update(line);
  }
  return Object.fromEntries([...hashes].map(([name, hash]) => [name, hash.digest('hex')]));
};

const succeeded = async (child: ChildProcess & { stderr: Readable }, zh: string, en: string): Promise<void> => {
  const [complaint, code] = await Promise.all([
    child.stderr.toArray(),
    new Promise<number | null>((resolve, reject) => {
      child.once('close', resolve);
      child.once('error', reject);
    }),
  ]);
  if (code !== 0)
    throw new Failure(
      `${zh}。`,
      `${en}.`,
      Buffer.concat(complaint as Buffer[])
        .toString()
        .trim(),
    );
};

/** Passwords do not belong on a command line, which every user of the machine can read. */
const withCredentials = async (url: string, body: (flag: string, database: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'crm-login-'));
  try {
    const { hostname, port, username, password, pathname } = new URL(url);
    const quote = (text: string): string => `"${decodeURIComponent(text).replace(/["\\]/g, '\\$&')}"`;
    const lines = [
      `host=${hostname}`,
      `port=${port || 3306}`,
      `user=${quote(username)}`,
      `password=${quote(password)}`,
    ];
    const file = join(folder, 'client.cnf');
    writeFileSync(file, `[client]\nprotocol=tcp\n${lines.join('\n')}\n`, { mode: 0o600 });
    await body(`--defaults-file=${file}`, decodeURIComponent(pathname.slice(1)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
