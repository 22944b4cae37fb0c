import type { Knex } from 'knex';

/** Groups with customers change hands like customers do. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.alterTable('handover_contacts', (t) => {
    t.string('kind', 10).notNullable().defaultTo('person');
  });
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.alterTable('handover_contacts', (t) => {
    t.dropColumn('kind');
  });
};
