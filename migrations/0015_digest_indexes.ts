import type { Knex } from 'knex';

/**
 * The indexes that lead with a moment or a state now also carry whose row it is and how much, behind the order of the lists:
 * digests and the workbench add up from the index alone.
 */
const indexes: [table: string, name: string, columns: string[], carried: string[]][] = [
  ['follow_ups', 'follow_ups_happened', ['alive', 'happened_at', 'id'], ['author_id']],
  ['customers', 'customers_created', ['alive', 'created_at', 'id'], ['owner_id']],
  ['opportunities', 'opportunities_created', ['alive', 'created_at', 'id'], ['owner_id', 'amount']],
  ['opportunities', 'opportunities_closed', ['alive', 'state', 'closed_on', 'id'], ['owner_id', 'amount']],
  ['opportunities', 'opportunities_funnel', ['alive', 'state', 'stage', 'amount'], ['owner_id']],
];

/** In one statement: the lists name these indexes and must find them at every moment. */
const replace = async (knex: Knex, table: string, name: string, columns: string[]): Promise<void> => {
  const marks = columns.map(() => '??').join(', ');
  await knex.raw(`alter table ?? drop index ??, add index ?? (${marks})`, [table, name, name, ...columns]);
};

export const up = async (knex: Knex): Promise<void> => {
  for (const [table, name, columns, carried] of indexes) await replace(knex, table, name, [...columns, ...carried]);
};

export const down = async (knex: Knex): Promise<void> => {
  for (const [table, name, columns] of indexes) await replace(knex, table, name, columns);
};
