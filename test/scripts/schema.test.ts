import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../scripts/database/connection.ts';
import { withSchemaLease } from '../../scripts/database/lease.ts';
import { loadMigrations } from '../../scripts/database/migration-files.ts';
import { migrateDown, migrateUp } from '../../scripts/database/schema.ts';
import { freshDatabaseUrl, testDatabaseUrl } from '../setup/database.ts';

const connections: ReturnType<typeof connect>[] = [];
let open: () => ReturnType<typeof connect>;

beforeAll(async () => {
  const url = await freshDatabaseUrl('schema');
  open = () => {
    const knex = connect(url);
    connections.push(knex);
    return knex;
  };
});

afterAll(() => Promise.all(connections.map((knex) => knex.destroy())));

test('every migration is recorded once, and migrating again runs none', async () => {
  const knex = open();
  const recorded = await knex('schema_migrations').orderBy('id').pluck<string[]>('name');
  expect(recorded).toEqual((await loadMigrations()).map(({ name }) => name));
  expect(await migrateUp(knex)).toEqual([]);
});

test('one step back takes what was run last, also when its number is not the highest', async () => {
  const knex = open();
  const newest = (await loadMigrations()).at(-1)?.name;
  // No later one builds on it.
  const before = '0016_handover_groups';
  await knex('schema_migrations')
    .where({ name: before })
    .update({ batch: knex.raw('batch + 1') });
  expect(await migrateDown(knex)).toEqual([before]);
  expect(await migrateDown(knex)).toEqual([newest]);
  expect(await migrateUp(knex)).toEqual([before, newest]);
});

test('a worker asks for its schema twice and gets the same one', async () => {
  expect(await testDatabaseUrl()).toBe(await testDatabaseUrl());
});

test('two processes never hold the schema lease at the same time', async () => {
  let inside = 0;
  let most = 0;
  const enter = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 50));
    inside -= 1;
  };
  await Promise.all([open(), open(), open()].map((knex) => withSchemaLease(knex, enter)));
  expect(most).toBe(1);
});

test('a lock left by a migration that died does not stop the next one', async () => {
  const knex = open();
  await knex('schema_migrations_lock').update({ is_locked: 1 });
  expect(await migrateUp(knex)).toEqual([]);
});

test('a lease that ran out is taken over, a living one is not', async () => {
  const knex = open();
  await knex('schema_lease').update({ holder: 'died', until_ms: Date.now() - 1 });
  await expect(withSchemaLease(knex, async () => 'mine')).resolves.toBe('mine');
  await knex('schema_lease').update({ holder: 'alive', until_ms: Date.now() + 600 });
  const started = Date.now();
  await withSchemaLease(knex, async () => undefined);
  expect(Date.now() - started).toBeGreaterThan(500);
});
