import { readdir } from 'node:fs/promises';
import type { Knex } from 'knex';

/** One change of the schema; `name` is its file name without ending, which is also its order. */
export type Migration = { name: string; up: (knex: Knex) => Promise<void>; down: (knex: Knex) => Promise<void> };

const folder = new URL('../../migrations/', import.meta.url);

/**
 * All migrations in order, read from `migrations/`. The build replaces this file by a list of static imports with the same
 * export (scripts/lib/bundle.mjs), so that the bundle needs no folder beside it.
 */
export async function loadMigrations(): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}_\w+\.ts$/.test(file)).sort();
  return Promise.all(
    files.map(async (file) => {
      const { up, down } = (await import(new URL(file, folder).href)) as Omit<Migration, 'name'>;
      return { name: file.replace(/\.ts$/, ''), up, down };
    }),
  );
}
