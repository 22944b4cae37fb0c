import type { Knex } from 'knex';

/** Hand-over cases, who takes over what, every row that moved (for undo), and contacts on the chat platform. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('handover_cases', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.bigInteger('person_id').notNullable();
    t.string('person_name', 60).notNullable();
    t.string('account', 64).notNullable();
    t.string('employment', 10).notNullable();
    t.string('reason', 10).notNullable();
    t.string('state', 10).notNullable();
    t.bigInteger('assignee_id');
    t.bigInteger('receiver_id');
    t.bigInteger('assigned_by');
    t.integer('objects').notNullable();
    t.bigInteger('amount').notNullable();
    t.specificType('approvals', 'JSON').notNullable();
    /** What was there per kind when the execution began. */
    t.specificType('preview', 'JSON');
    t.integer('done').notNullable();
    t.integer('total').notNullable();
    t.integer('undo_skipped').notNullable();
    t.integer('version').notNullable();
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.datetime('updated_at', { precision: 3 }).notNullable();
    t.datetime('finished_at', { precision: 3 });
    t.datetime('undo_until', { precision: 3 });
    /** Not null while something is to be done, so that a unique index allows one such case per person. */
    t.specificType(
      'open_person_id',
      "BIGINT AS (CASE WHEN state IN ('open','running','undoing') THEN person_id END) STORED",
    ).unique('handover_cases_open');
    t.index(['assignee_id', 'state', 'id'], 'handover_cases_assignee');
    t.index(['person_id', 'id'], 'handover_cases_person');
    t.index(['state', 'id'], 'handover_cases_state');
    t.check("state in ('open','running','done','undoing','undone')", [], 'handover_cases_state_known');
  });
  await knex.schema.createTable('handover_exceptions', (t) => {
    t.bigInteger('case_id').notNullable();
    t.bigInteger('customer_id').notNullable();
    t.bigInteger('receiver_id').notNullable();
    t.primary(['case_id', 'customer_id']);
    t.index(['receiver_id', 'case_id'], 'handover_exceptions_receiver');
  });
  await knex.schema.createTable('handover_items', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.bigInteger('case_id').notNullable();
    t.string('kind', 20).notNullable();
    t.bigInteger('object_id').notNullable();
    t.string('name', 200).notNullable();
    t.bigInteger('amount');
    t.string('level', 10);
    t.integer('open_opportunities').notNullable();
    t.bigInteger('from_id').notNullable();
    t.bigInteger('to_id').notNullable();
    t.integer('version_after').notNullable();
    t.string('state', 10).notNullable();
    t.unique(['case_id', 'kind', 'object_id'], { indexName: 'handover_items_object' });
    t.index(['case_id', 'state', 'id'], 'handover_items_state');
    t.check("state in ('moved','returned','kept')", [], 'handover_items_state_known');
  });
  await knex.schema.createTable('handover_contacts', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.bigInteger('case_id').notNullable();
    t.string('external_key', 64).notNullable().collate('utf8mb4_bin');
    t.string('name', 120).notNullable();
    t.string('company', 120);
    t.bigInteger('receiver_id');
    t.string('state', 10).notNullable();
    t.string('reason', 200);
    t.datetime('requested_at', { precision: 3 });
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.datetime('updated_at', { precision: 3 }).notNullable();
    t.unique(['case_id', 'external_key'], { indexName: 'handover_contacts_key' });
    t.index(['state', 'case_id'], 'handover_contacts_state');
    t.check("state in ('planned','waiting','done','refused','limit','failed')", [], 'handover_contacts_state_known');
  });
};

export const down = async (knex: Knex): Promise<void> => {
  for (const name of ['handover_contacts', 'handover_items', 'handover_exceptions', 'handover_cases'])
    await knex.schema.dropTable(name);
};
