import { readdir } from 'node:fs/promises';
import type { Knex } from 'knex';

/**
 * One change of the schema; `name` is its file name without ending, which is also its order. Processes of the version before run on while
 * it is made, so it only adds. One that takes something away says in `contract` since which version nobody uses that.
 */
export type Migration = {
  name: string;
  up: (knex: Knex) => Promise<void>;
  down: (knex: Knex) => Promise<void>;
  contract?: string;
};

const folder = new URL('../../migrations/', import.meta.url);

/**
 * All migrations in order, read from `migrations/`. The build replaces this file by a list of static imports with the same
 * export (scripts/lib/bundle.mjs), so that the bundle needs no folder beside it.
 */
export async function loadMigrations(): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}_\w+\.ts$/.test(file)).sort();
  return Promise.all(
    files.map(async (file) => {
      const migration = (await import(new URL(file, folder).href)) as Omit<Migration, 'name'>;
      return { ...migration, name: file.replace(/\.ts$/, '') };
    }),
  );
}
