import type { Knex } from 'knex';

/** Indexes that lists walk in their order. The owner at their end answers "is this row in scope?" without reading the row. */
const walked: Record<string, Record<string, string>> = {
  customers: {
    customers_touched: 'alive, touched_at, id',
    customers_created: 'alive, created_at, id',
    customers_next: 'alive, next_contact_sort, id',
    customers_level: 'level, alive, touched_at, id',
    customers_industry: 'industry_id, alive, touched_at, id',
    customers_source: 'source_id, alive, touched_at, id',
    customers_province: 'province, alive, touched_at, id',
  },
  opportunities: {
    opportunities_touched: 'alive, touched_at, id',
    opportunities_amount: 'alive, amount, id',
    opportunities_close: 'alive, close_order, id',
    opportunities_silent: 'alive, silent_since, id',
  },
};

const rebuild = async (knex: Knex, end: string): Promise<void> => {
  for (const [table, indexes] of Object.entries(walked)) {
    const changes = Object.entries(indexes).map(
      ([name, columns]) => `DROP INDEX ${name}, ADD INDEX ${name} (${columns}${end})`,
    );
    await knex.raw(`ALTER TABLE ${table} ${changes.join(', ')}`);
  }
};

/** Every filter of the customer list leads an index, and walking any of them says whose the rows are. The new column is virtual: no row is rewritten. */
export const up = async (knex: Knex): Promise<void> => {
  await rebuild(knex, ', owner_id');
  await knex.raw(`ALTER TABLE customers
    ADD COLUMN silent_since DATETIME(3) AS (COALESCE(last_contact_at, created_at)) VIRTUAL`);
  await knex.raw(`ALTER TABLE customers
    ADD INDEX customers_kind (kind, alive, touched_at, id, owner_id), ADD INDEX customers_silent (alive, silent_since, id)`);
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('ALTER TABLE customers DROP INDEX customers_kind, DROP INDEX customers_silent');
  await knex.raw('ALTER TABLE customers DROP COLUMN silent_since');
  await rebuild(knex, '');
};
