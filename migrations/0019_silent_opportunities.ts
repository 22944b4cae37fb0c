import type { Knex } from 'knex';

/** Most opportunities were closed long ago, and nobody has contacted them since: silence is walked within one state. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`ALTER TABLE opportunities
    ADD INDEX opportunities_state_silent (state, alive, silent_since, id, owner_id),
    ADD INDEX opportunities_owner_state_silent (owner_id, state, alive, silent_since, id)`);
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`ALTER TABLE opportunities
    DROP INDEX opportunities_owner_state_silent, DROP INDEX opportunities_state_silent`);
};
