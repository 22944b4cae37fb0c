import createKnex, { type Knex } from 'knex';

/** A small pool for scripts on a `mysql://` address; instants are UTC. */
export function connect(url: string): Knex {
  return createKnex({
    client: 'mysql2',
    connection: { uri: url, timezone: 'Z' },
    pool: { min: 0, max: 3 },
  });
}
