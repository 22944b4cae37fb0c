import type { Knex } from 'knex';

/** Runs of the importer, and which row of which source became which record: what makes a second run change nothing. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('import_runs', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.string('source', 60).notNullable().collate('utf8mb4_bin');
    t.string('state', 12).notNullable();
    t.specificType('files', 'JSON').notNullable();
    t.specificType('counts', 'JSON').notNullable();
    t.datetime('started_at', { precision: 3 }).notNullable();
    t.datetime('finished_at', { precision: 3 });
    t.index(['source', 'state', 'id'], 'import_runs_source');
    t.check("state in ('running','done','interrupted')", [], 'import_runs_state');
  });
  await knex.schema.createTable('import_rows', (t) => {
    t.string('source', 60).notNullable().collate('utf8mb4_bin');
    t.string('kind', 20).notNullable().collate('utf8mb4_bin');
    t.string('row_key', 190).notNullable().collate('utf8mb4_bin');
    t.bigInteger('record_id').notNullable();
    /** Of the row's cells as they were read: tells whether the file has changed since. */
    t.specificType('row_hash', 'CHAR(64)').notNullable();
    t.bigInteger('run_id').notNullable();
    t.primary(['source', 'kind', 'row_key']);
    t.index(['kind', 'record_id'], 'import_rows_record');
    t.index(['run_id'], 'import_rows_run');
  });
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('import_rows');
  await knex.schema.dropTable('import_runs');
};
