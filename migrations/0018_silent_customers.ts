import type { Knex } from 'knex';

/** "Nobody has contacted them for 60 days" is walked in the order of silence, everybody's and one owner's. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`ALTER TABLE customers
    DROP INDEX customers_silent, ADD INDEX customers_silent (alive, silent_since, id, owner_id),
    ADD INDEX customers_owner_silent (owner_id, alive, silent_since, id)`);
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`ALTER TABLE customers
    DROP INDEX customers_owner_silent,
    DROP INDEX customers_silent, ADD INDEX customers_silent (alive, silent_since, id)`);
};
