import type { Knex } from 'knex';

const json = (t: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder => t.specificType(name, 'JSON');

/** Events, outbox, inbox, leases, schedule, idempotency, platform secrets. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('events', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.string('name', 60).notNullable();
    t.string('subject_kind', 20).notNullable();
    t.bigInteger('subject_id').notNullable();
    t.bigInteger('thread_id');
    t.bigInteger('actor_id');
    t.string('surface', 10).notNullable();
    t.datetime('at', { precision: 3 }).notNullable();
    json(t, 'payload').notNullable();
    json(t, 'changes').notNullable();
    t.string('reason', 500);
    t.index(['thread_id', 'id'], 'events_thread');
    t.index(['subject_kind', 'subject_id', 'id'], 'events_subject');
    t.index(['name', 'at'], 'events_name_at');
  });
  await knex.schema.createTable('outbox', (t) => {
    t.bigInteger('event_id').notNullable();
    t.string('reaction', 80).notNullable();
    t.string('holder', 36);
    t.integer('attempts').notNullable();
    t.datetime('due_at', { precision: 3 }).notNullable();
    t.string('error', 500);
    t.primary(['event_id', 'reaction']);
    t.index(['due_at', 'event_id'], 'outbox_due');
    t.index(['holder'], 'outbox_holder');
  });
  await knex.schema.createTable('inbox', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.string('channel', 20).notNullable();
    t.string('dedupe_key', 190).notNullable().collate('utf8mb4_bin');
    json(t, 'payload').notNullable();
    t.string('holder', 36);
    t.integer('attempts').notNullable();
    t.datetime('due_at', { precision: 3 }).notNullable();
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.datetime('handled_at', { precision: 3 });
    t.string('error', 500);
    t.unique(['channel', 'dedupe_key'], { indexName: 'inbox_dedupe' });
    t.index(['handled_at', 'due_at'], 'inbox_due');
    t.index(['holder'], 'inbox_holder');
  });
  await knex.schema.createTable('leases', (t) => {
    t.string('name', 80).notNullable().primary();
    t.string('holder', 36).notNullable();
    t.bigInteger('until_ms').notNullable();
  });
  await knex.schema.createTable('schedule_slots', (t) => {
    t.string('job', 60).notNullable();
    t.string('slot_key', 60).notNullable();
    t.datetime('slot_at', { precision: 3 }).notNullable();
    t.string('holder', 36).notNullable();
    t.bigInteger('lease_until_ms').notNullable();
    t.integer('attempts').notNullable();
    t.datetime('finished_at', { precision: 3 });
    t.string('error', 500);
    t.primary(['job', 'slot_key']);
  });
  await knex.schema.createTable('idempotency_keys', (t) => {
    t.bigInteger('person_id').notNullable();
    t.string('idempotency_key', 80).notNullable().collate('utf8mb4_bin');
    t.string('operation', 120).notNullable();
    t.specificType('request_hash', 'CHAR(64)').notNullable();
    json(t, 'answer');
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.primary(['person_id', 'idempotency_key']);
    t.index(['created_at'], 'idempotency_keys_age');
  });
  await knex.schema.createTable('platform_secrets', (t) => {
    t.string('name', 120).notNullable().primary();
    t.text('value').notNullable();
    t.bigInteger('expires_at_ms').notNullable();
  });
};

export const down = async (knex: Knex): Promise<void> => {
  for (const name of [
    'platform_secrets',
    'idempotency_keys',
    'schedule_slots',
    'leases',
    'inbox',
    'outbox',
    'events',
  ]) {
    await knex.schema.dropTable(name);
  }
};
