import type { Knex } from 'knex';

/** The contact log: what happened, who was there, what colleagues said about it. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('follow_ups', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.bigInteger('customer_id').notNullable();
    t.bigInteger('opportunity_id');
    t.bigInteger('contact_id');
    t.bigInteger('author_id').notNullable();
    t.string('kind', 10).notNullable();
    t.string('outcome', 10);
    t.text('content').notNullable();
    t.specificType('place', 'JSON');
    t.datetime('next_contact_at', { precision: 3 });
    t.datetime('happened_at', { precision: 3 }).notNullable();
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.datetime('deleted_at', { precision: 3 });
    t.specificType('alive', 'TINYINT AS (CASE WHEN deleted_at IS NULL THEN 1 ELSE 0 END) STORED');
    t.index(['alive', 'happened_at', 'id'], 'follow_ups_happened');
    t.index(['author_id', 'alive', 'happened_at', 'id'], 'follow_ups_author');
    t.index(['customer_id', 'alive', 'happened_at', 'id'], 'follow_ups_customer');
    t.index(['opportunity_id', 'alive', 'happened_at', 'id'], 'follow_ups_opportunity');
    t.check("kind in ('call','visit','wechat','email','meeting','demo','other')", [], 'follow_ups_kind');
    t.check("outcome in ('progress','steady','blocked','unreached')", [], 'follow_ups_outcome');
  });
  await knex.schema.createTable('follow_up_colleagues', (t) => {
    t.bigInteger('follow_up_id').notNullable();
    t.bigInteger('person_id').notNullable();
    t.primary(['follow_up_id', 'person_id']);
    t.index(['person_id'], 'follow_up_colleagues_person');
  });
  await knex.schema.createTable('follow_up_comments', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.bigInteger('follow_up_id').notNullable();
    t.bigInteger('author_id').notNullable();
    t.text('text').notNullable();
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.index(['follow_up_id', 'id'], 'follow_up_comments_follow_up');
  });
};

export const down = async (knex: Knex): Promise<void> => {
  for (const name of ['follow_up_comments', 'follow_up_colleagues', 'follow_ups']) await knex.schema.dropTable(name);
};
