import createKnex from 'knex';
import { inject } from 'vitest';
import { connect } from '../../scripts/database/connection.ts';
import { migrateUp } from '../../scripts/database/schema.ts';

let own: Promise<string> | undefined;

/**
 * Address of this worker's own migrated schema. Test files that run in the same worker one after another share it, so a test
 * rolls back what it wrote or keeps to an organisation of its own.
 */
export function testDatabaseUrl(): Promise<string> {
  own ??= freshDatabaseUrl(`w${process.env['VITEST_POOL_ID'] ?? '0'}`);
  return own;
}

/**
 * Address of a migrated schema under this label, created when missing; for tests that start whole processes on it. Labels
 * are [a-z0-9]+ and separate only within one run.
 */
export async function freshDatabaseUrl(label: string): Promise<string> {
  const { url, prefix } = inject('testDatabase');
  const name = `${prefix}${label}`;
  await createSchema(url, name);
  const knex = connect(`${url}/${name}`);
  try {
    await migrateUp(knex);
  } finally {
    await knex.destroy();
  }
  return `${url}/${name}`;
}

async function createSchema(url: string, name: string): Promise<void> {
  const knex = createKnex({ client: 'mysql2', connection: url });
  try {
    await knex.raw('CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci', [name]);
  } finally {
    await knex.destroy();
  }
}
