import type { Knex } from 'knex';

/** Uploaded files; their bytes lie in the data folder under their hash. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('files', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.string('sha256', 64).notNullable().collate('utf8mb4_bin');
    t.string('name', 200).notNullable();
    t.string('type', 30).notNullable();
    t.integer('size').notNullable();
    t.bigInteger('uploader_id').notNullable();
    t.string('subject_kind', 20);
    t.bigInteger('subject_id');
    t.integer('position').notNullable().defaultTo(0);
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.index(['subject_kind', 'subject_id', 'position'], 'files_subject');
    t.index(['uploader_id', 'created_at'], 'files_uploader');
  });
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('files');
};
