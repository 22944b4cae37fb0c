import { resolve } from 'node:path';
import createKnex, { type Knex } from 'knex';
import { findMariadb } from '../../scripts/lib/mariadb-binaries.mjs';
import { startMariadb, stopMariadb } from '../../scripts/lib/mariadb.mjs';
import { connect } from '../../scripts/database/connection.ts';
import { migrateUp } from '../../scripts/database/schema.ts';

const folder = resolve('.data/bench/mariadb');

/** A private MariaDB with durable settings and everything in memory, kept between runs with its data. */
export const openBenchServer = async (): Promise<{ url: string; close: () => Promise<void> }> => {
  const binaries = findMariadb();
  if (!binaries) throw new Error('MariaDB is not installed: npm start or npm test installs it.');
  const { url } = await startMariadb(
    { folder, isDurable: true, pool: process.env['BENCH_POOL'] ?? '4G', user: 'bench', password: 'bench' },
    binaries,
  );
  return { url, close: () => stopMariadb(folder) };
};

/** A migrated schema with data that `fill` puts in once; later runs reuse it as long as `version` is the same. */
export const datasetUrl = async (
  server: string,
  name: string,
  version: string,
  fill: (db: Knex) => Promise<void>,
): Promise<string> => {
  const schema = `bench_${name}_${version}`;
  const url = `${server.replace(/\/$/, '')}/${schema}`;
  const admin = createKnex({ client: 'mysql2', connection: server });
  await admin.raw('CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci', [schema]);
  await admin.destroy();
  const db = connect(url);
  await migrateUp(db);
  if (!(await db.schema.hasTable('bench_filled'))) {
    await fill(db);
    await db.raw('CREATE TABLE bench_filled (at TIMESTAMP)');
  }
  await db.destroy();
  return url;
};
