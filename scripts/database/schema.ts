import type { Knex } from 'knex';
import { withSchemaLease } from './lease.ts';
import { loadMigrations, type Migration } from './migration-files.ts';

const table = 'schema_migrations';

/**
 * Brings the schema to the newest state and returns the names of the migrations it ran. Safe to call from several
 * processes at once: one runs them, the others wait and find nothing to do.
 */
export function migrateUp(knex: Knex): Promise<string[]> {
  return withSchemaLease(knex, async () => {
    await settleCollation(knex);
    const config = await knexConfig(knex);
    const [, names] = (await knex.migrate.latest(config)) as [number, string[]];
    return names;
  });
}

/** Takes back the migration that was run last, whatever its number, and returns its name, or nothing when none is left. */
export function migrateDown(knex: Knex): Promise<string[]> {
  return withSchemaLease(knex, async () => {
    const config = await knexConfig(knex);
    const last = await lastRun(knex);
    if (!last) return [];
    const [, names] = (await knex.migrate.down({ ...config, name: last })) as [number, string[]];
    return names;
  });
}

async function lastRun(knex: Knex): Promise<string | undefined> {
  if (!(await knex.schema.hasTable(table))) return undefined;
  const order = ['batch', 'id'].map((column) => ({ column, order: 'desc' as const }));
  return (await knex(table).orderBy(order).first<{ name: string } | undefined>('name'))?.name;
}

/** Tables take the collation of their database: the same one everywhere, whatever the operator created it with. */
async function settleCollation(knex: Knex): Promise<void> {
  const [[row]] = (await knex.raw('SELECT DATABASE() AS name, @@collation_database AS collation')) as [
    [{ name: string; collation: string }],
  ];
  if (row.collation === 'utf8mb4_unicode_520_ci') return;
  await knex.raw('ALTER DATABASE ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci', [row.name]);
}

async function knexConfig(knex: Knex): Promise<Knex.MigratorConfig> {
  const migrations = await loadMigrations();
  const config = {
    tableName: table,
    // MariaDB and MySQL commit every DDL statement by themselves.
    disableTransactions: true,
    migrationSource: {
      getMigrations: () => Promise.resolve(migrations),
      getMigrationName: ({ name }: Migration) => name,
      getMigration: ({ up, down }: Migration) => Promise.resolve({ up, down }),
    },
  };
  // We hold the lease, so a lock of knex's own can only be left over from a process that died.
  await knex.migrate.forceFreeMigrationsLock(config);
  return config;
}
