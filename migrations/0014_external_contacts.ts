import type { Knex } from 'knex';

/** Customers of the chat platform by name, as they were called while somebody knew them: of a leaver's the platform no longer tells. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('external_contacts', (t) => {
    t.string('external_key', 64).notNullable().collate('utf8mb4_bin').primary();
    t.string('name', 120).notNullable();
    t.string('company', 120);
    t.datetime('seen_at', { precision: 3 }).notNullable();
  });
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('external_contacts');
};
