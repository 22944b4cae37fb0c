import type { Knex } from 'knex';

/** Requests for consent, the steps they go through, and who is asked in each step. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('approvals', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.string('flow_key', 60).notNullable();
    t.string('subject_kind', 20).notNullable();
    t.bigInteger('subject_id').notNullable();
    t.string('subject_name', 120).notNullable();
    t.bigInteger('thread_id');
    t.string('title', 120).notNullable();
    /** What the decision is about, frozen when it was asked for. */
    t.specificType('facts', 'JSON').notNullable();
    t.specificType('fact_lines', 'JSON').notNullable();
    t.string('note', 500);
    t.bigInteger('requester_id').notNullable();
    t.string('state', 10).notNullable();
    t.integer('position').notNullable();
    t.bigInteger('decided_by');
    t.datetime('decided_at', { precision: 3 });
    t.integer('version').notNullable();
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.datetime('updated_at', { precision: 3 }).notNullable();
    /** Not null while it waits, so that a unique index allows one at a time per subject. */
    t.specificType('pending', "TINYINT AS (CASE WHEN state = 'pending' THEN 1 END) STORED");
    t.unique(['subject_kind', 'subject_id', 'pending'], { indexName: 'approvals_one_pending' });
    t.index(['requester_id', 'id'], 'approvals_requester');
    t.check("state in ('pending','approved','rejected','withdrawn')", [], 'approvals_state');
  });
  await knex.schema.createTable('approval_steps', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.bigInteger('approval_id').notNullable();
    t.integer('position').notNullable();
    t.specificType('approver', 'JSON').notNullable();
    t.string('mode', 5).notNullable();
    t.string('why', 200).notNullable();
    t.unique(['approval_id', 'position'], { indexName: 'approval_steps_position' });
    t.check("mode in ('any','all')", [], 'approval_steps_mode');
  });
  await knex.schema.createTable('approval_tasks', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.bigInteger('approval_id').notNullable();
    t.integer('position').notNullable();
    t.bigInteger('approver_id').notNullable();
    t.string('state', 10).notNullable();
    t.bigInteger('decided_by');
    t.datetime('decided_at', { precision: 3 });
    t.string('surface', 10);
    t.string('comment', 300);
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.datetime('updated_at', { precision: 3 }).notNullable();
    t.index(['approval_id', 'position'], 'approval_tasks_approval');
    t.index(['approver_id', 'state', 'approval_id'], 'approval_tasks_approver');
    t.index(['decided_by', 'approval_id'], 'approval_tasks_decided_by');
    t.check("state in ('waiting','pending','approved','rejected','superseded')", [], 'approval_tasks_state');
  });
};

export const down = async (knex: Knex): Promise<void> => {
  for (const name of ['approval_tasks', 'approval_steps', 'approvals']) await knex.schema.dropTable(name);
};
