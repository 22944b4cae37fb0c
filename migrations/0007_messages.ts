import type { Knex } from 'knex';

/** The ledger of outgoing messages, and what each person wants to be told. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('messages', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.string('topic', 30).notNullable();
    /** Which way out it takes; each has its own limits. */
    t.string('channel', 10).notNullable();
    t.bigInteger('person_id');
    t.bigInteger('group_id');
    t.string('chat_id', 128).collate('utf8mb4_bin');
    t.string('recipient_name', 100).notNullable();
    /** Messages with the same key share the platform's limits. */
    t.string('route_key', 140).notNullable().collate('utf8mb4_bin');
    t.string('subject_kind', 20);
    t.bigInteger('subject_id');
    t.string('title', 200).notNullable();
    t.specificType('content', 'JSON').notNullable();
    t.string('dedupe_key', 190).notNullable().collate('utf8mb4_bin').unique('messages_dedupe');
    t.string('state', 10).notNullable();
    t.datetime('due_at', { precision: 3 }).notNullable();
    /** Sent only after this one has been sent or given up. */
    t.bigInteger('after_id');
    t.integer('attempts').notNullable();
    t.datetime('attempted_at', { precision: 3 });
    t.string('holder', 36);
    t.bigInteger('lease_until_ms');
    t.datetime('sent_at', { precision: 3 });
    t.string('error_code', 60);
    t.string('error_message', 500);
    t.string('platform_message_id', 190);
    t.string('update_code', 500);
    t.boolean('maybe_duplicate').notNullable();
    /** What the card says instead of its buttons, once that is decided. */
    t.string('settled', 60);
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.datetime('updated_at', { precision: 3 }).notNullable();
    t.specificType('waiting', "TINYINT AS (CASE WHEN state IN ('held','queued','failed') THEN 1 ELSE 0 END) STORED");
    t.check("state in ('held','queued','sending','sent','failed','dropped')", [], 'messages_state');
    t.check("channel in ('person','webhook','robot')", [], 'messages_channel');
    t.index(['channel', 'waiting', 'due_at', 'id'], 'messages_due');
    t.index(['route_key', 'attempted_at'], 'messages_route');
    t.index(['lease_until_ms'], 'messages_lease');
    t.index(['state', 'id'], 'messages_by_state');
    t.index(['topic', 'id'], 'messages_by_topic');
    t.index(['subject_kind', 'subject_id', 'id'], 'messages_subject');
  });
  await knex.schema.createTable('preferences', (t) => {
    t.bigInteger('person_id').notNullable().primary();
    t.specificType('quiet_from', 'CHAR(5)').notNullable();
    t.specificType('quiet_until', 'CHAR(5)').notNullable();
    t.specificType('muted', 'JSON').notNullable();
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.datetime('updated_at', { precision: 3 }).notNullable();
  });
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('preferences');
  await knex.schema.dropTable('messages');
};
