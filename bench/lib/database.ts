import { resolve } from 'node:path';
import createKnex, { type Knex } from 'knex';
import { ensureMariadb } from '../../scripts/lib/mariadb-install.mjs';
import { startMariadb, stopMariadb } from '../../scripts/lib/mariadb.mjs';
import { connect } from '../../scripts/database/connection.ts';
import { migrateUp } from '../../scripts/database/schema.ts';

const folder = resolve('.data/bench/mariadb');

export interface BenchDatabase {
  /** Of the server, without a database. */
  url: string;
  /**
   * Address of a migrated schema with data that `fill` puts in once. Later runs reuse it as long as `version` is the same;
   * migrations that were added since are applied to it.
   */
  dataset(name: string, version: string, fill: (db: Knex) => Promise<void>): Promise<string>;
  /** Address of a schema that is migrated and empty, whatever was in it. */
  empty(schema: string): Promise<string>;
  close(): Promise<void>;
}

/** A private MariaDB with durable settings and everything in memory, kept between runs with its data. */
export const openBenchServer = async (): Promise<BenchDatabase> => {
  const binaries = await ensureMariadb(() => undefined);
  const { url } = await startMariadb(
    { folder, isDurable: true, pool: process.env['BENCH_POOL'] ?? '4G', user: 'bench', password: 'bench' },
    binaries,
  );
  return {
    url,
    dataset: (name, version, fill) => datasetUrl(url, `bench_${name}_${version}`, fill),
    empty: (schema) => emptyUrl(url, schema),
    close: () => stopMariadb(folder),
  };
};

const datasetUrl = async (server: string, schema: string, fill: (db: Knex) => Promise<void>): Promise<string> => {
  const url = `${server}/${schema}`;
  const isFilled = await onServer(server, async (admin) => {
    await createSchema(admin, schema);
    const [found] = (await admin.raw('SHOW TABLES FROM ?? LIKE ?', [schema, 'bench_filled'])) as [unknown[]];
    return found.length > 0;
  });
  // Whatever an interrupted run left behind is no data to measure on.
  if (!isFilled) await emptyUrl(server, schema);
  const db = connect(url);
  try {
    if (isFilled) await migrateUp(db);
    else {
      await fill(db);
      await db.raw('CREATE TABLE bench_filled (at TIMESTAMP)');
    }
  } finally {
    await db.destroy();
  }
  return url;
};

const emptyUrl = async (server: string, schema: string): Promise<string> => {
  await onServer(server, async (admin) => {
    await admin.raw('DROP DATABASE IF EXISTS ??', [schema]);
    await createSchema(admin, schema);
  });
  const db = connect(`${server}/${schema}`);
  await migrateUp(db).finally(() => db.destroy());
  return `${server}/${schema}`;
};

const createSchema = (admin: Knex, schema: string) =>
  admin.raw('CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci', [schema]);

const onServer = async <T>(server: string, run: (admin: Knex) => Promise<T>): Promise<T> => {
  const admin = createKnex({ client: 'mysql2', connection: server });
  return run(admin).finally(() => admin.destroy());
};
