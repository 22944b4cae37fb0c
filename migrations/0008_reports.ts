import type { Knex } from 'knex';

/** Groups bound to departments, the chats the robot has seen, daily digests, and what reminders have told already. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('chat_groups', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.string('name', 50).notNullable();
    t.string('kind', 10).notNullable();
    t.bigInteger('department_id').notNullable();
    /** A credential where it is a webhook; emptied when the binding is removed. */
    t.string('address', 500).notNullable();
    t.boolean('active').notNullable();
    t.date('last_digest_on');
    t.integer('version').notNullable();
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.datetime('updated_at', { precision: 3 }).notNullable();
    t.bigInteger('created_by');
    t.bigInteger('updated_by');
    t.datetime('removed_at', { precision: 3 });
    /** Null once removed, so that the unique index allows one binding per chat. */
    t.specificType(
      'bound_address',
      'CHAR(64) AS (CASE WHEN removed_at IS NULL THEN SHA2(address, 256) END) STORED',
    ).unique('chat_groups_address');
    t.index(['department_id', 'removed_at'], 'chat_groups_department');
    t.check("kind in ('webhook','robot')", [], 'chat_groups_kind');
  });
  await knex.schema.createTable('robot_chats', (t) => {
    t.string('chat_id', 128).notNullable().collate('utf8mb4_bin').primary();
    t.bigInteger('person_id');
    t.datetime('seen_at', { precision: 3 }).notNullable().index('robot_chats_seen');
  });
  await knex.schema.createTable('digests', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.bigInteger('department_id').notNullable();
    t.date('day').notNullable();
    t.datetime('frozen_at', { precision: 3 }).notNullable();
    t.specificType('facts', 'JSON').notNullable();
    t.string('headline', 200).notNullable();
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.unique(['department_id', 'day'], { indexName: 'digests_department_day' });
  });
  await knex.schema.createTable('reminder_marks', (t) => {
    t.string('reminder', 40).notNullable().primary();
    t.datetime('until_at', { precision: 3 }).notNullable();
  });
  await knex.schema.createTable('silence_notices', (t) => {
    t.bigInteger('opportunity_id').notNullable();
    t.integer('level').notNullable();
    /** Since when nobody was in touch: a contact begins a new silence. */
    t.datetime('since', { precision: 3 }).notNullable();
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.primary(['opportunity_id', 'level', 'since']);
  });
  await knex.schema.alterTable('opportunities', (t) => {
    t.index(['alive', 'created_at', 'id'], 'opportunities_created');
  });
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.alterTable('opportunities', (t) => t.dropIndex([], 'opportunities_created'));
  for (const name of ['silence_notices', 'reminder_marks', 'digests', 'robot_chats', 'chat_groups'])
    await knex.schema.dropTable(name);
};
