import type { Socket } from 'node:net';
import knex, { type Knex } from 'knex';
import type { Logger } from './log.ts';

interface RawConnection {
  query(sql: string, done: (error: Error | null) => void): void;
  readonly stream: Socket;
}

/** No statement of ours takes so long: a server that is silent for longer, or a network that swallows packets, is given up on. */
const silenceMs = 20_000;

/**
 * Prepared statements a connection keeps, the least used makes room. A server has places for some 16,000 in all, and what callers leave
 * out of a record makes other texts of one insert.
 */
const keptStatements = 100;

/**
 * A pool on MySQL 8 or MariaDB. BIGINT arrives as text, DATE as `YYYY-MM-DD`, DATETIME as UTC Date.
 * Read committed: conditional updates decide races, and no read leaves shared locks behind. Nobody waits for a lock longer than people do.
 */
export const openDatabase = (url: string, { poolSize = 12, log }: { poolSize?: number; log?: Logger } = {}): Knex =>
  knex({
    client: 'mysql2',
    // What the pool has to say about broken connections, as lines like all others.
    ...(log && { log: { warn: (message: unknown) => log.warn({ message: String(message) }, 'database connection') } }),
    connection: {
      ...connectionOf(url),
      supportBigNumbers: true,
      bigNumberStrings: true,
      dateStrings: ['DATE'] as never, // mysql2 takes a list of types; knex's own type only knows the boolean
      timezone: 'Z',
      charset: 'utf8mb4',
      connectTimeout: 5000,
      decimalNumbers: true,
      maxPreparedStatements: keptStatements,
    },
    pool: {
      min: 0,
      max: poolSize,
      acquireTimeoutMillis: 6000,
      createTimeoutMillis: 6000,
      afterCreate: (connection: RawConnection, done: (error: Error | null) => void) => {
        endWhenSilent(connection.stream);
        connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', (first) =>
          first ? done(first) : connection.query(sessionSettings, done),
        );
      },
    },
    acquireConnectionTimeout: 6000,
  });

const sessionSettings =
  "SET time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE', innodb_lock_wait_timeout = 5";

/** An idle connection of the pool ends in the same way; the pool opens another. */
const endWhenSilent = (stream: Socket): void => {
  stream.setTimeout(silenceMs, () =>
    stream.destroy(Object.assign(new Error('The database is silent.'), { code: 'ETIMEDOUT' })),
  );
};

const connectionOf = (url: string): Record<string, unknown> => {
  const parsed = new URL(url);
  return {
    host: parsed.hostname,
    port: Number(parsed.port || 3306),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    database: decodeURIComponent(parsed.pathname.slice(1)),
  };
};

const codeOf = (error: unknown): { code: string; errno: number } => {
  const { code = '', errno = 0 } = (error ?? {}) as { code?: string; errno?: number };
  return { code, errno };
};

/** Deadlock, lock wait timeout, certification refused by the cluster: nothing has happened, the transaction may be tried again. */
export const isRetryable = (error: unknown): boolean => [1213, 1205].includes(codeOf(error).errno);

/** A unique index said no; `index` narrows it to one by name. */
export const isDuplicateKey = (error: unknown, index?: string): boolean =>
  codeOf(error).errno === 1062 && (!index || String((error as Error).message).includes(index));

/** The statement ran into its own time limit. */
export const isStatementTimeout = (error: unknown): boolean => [1969, 3024].includes(codeOf(error).errno);

/**
 * Too many connections (1040, 1203, 1226), no room on its disk (1021, 1026, 1114), stopping, read only, killed us, not part of its cluster
 * (1047), or could not replicate a commit (1180).
 */
const awayErrnos = [1021, 1026, 1040, 1047, 1053, 1114, 1158, 1159, 1160, 1161, 1180, 1203, 1226, 1290, 1317, 1927];
const awayCodes = [
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
];
const awayWords = /closed state|Connection lost|has been closed|No space left on device|Errcode: 28|error 28/i;

/** The database cannot do its work right now: not reachable, or not able to. */
export const isDatabaseAway = (error: unknown): boolean => {
  const { code, errno } = codeOf(error);
  if ((error as Error | null)?.name === 'KnexTimeoutError') return true;
  return (
    awayCodes.includes(code) ||
    awayErrnos.includes(errno) ||
    awayWords.test(String((error as Error | null)?.message ?? ''))
  );
};
