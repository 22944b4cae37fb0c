import type { Knex } from 'knex';

const stamps = (t: Knex.CreateTableBuilder): void => {
  t.integer('version').notNullable();
  t.datetime('created_at', { precision: 3 }).notNullable();
  t.datetime('updated_at', { precision: 3 }).notNullable();
  t.bigInteger('created_by');
  t.bigInteger('updated_by');
  t.datetime('deleted_at', { precision: 3 });
  t.specificType('alive', 'TINYINT AS (CASE WHEN deleted_at IS NULL THEN 1 ELSE 0 END) STORED');
};

/** Customers, their contacts, requests for co-operation, and the terms everything is searched by. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('customers', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.string('name', 80).notNullable();
    t.string('name_key', 160).notNullable().collate('utf8mb4_bin');
    t.string('kind', 12).notNullable();
    t.specificType('level', 'CHAR(1)');
    t.bigInteger('industry_id');
    t.bigInteger('source_id');
    t.string('region', 6);
    t.specificType('province', 'VARCHAR(2) AS (LEFT(region, 2)) STORED');
    t.string('address', 200);
    t.string('size', 10);
    t.string('phone', 30);
    t.string('website', 200);
    t.specificType('credit_code', 'CHAR(18)');
    t.bigInteger('parent_id').index('customers_parent');
    t.text('note');
    t.bigInteger('owner_id').notNullable().index('customers_owner');
    t.bigInteger('owner_department_id');
    t.datetime('last_contact_at', { precision: 3 });
    t.datetime('next_contact_at', { precision: 3 });
    t.datetime('touched_at', { precision: 3 }).notNullable();
    t.integer('follow_ups').notNullable().defaultTo(0);
    t.integer('open_opportunities').notNullable().defaultTo(0);
    t.bigInteger('open_amount').notNullable().defaultTo(0);
    t.bigInteger('won_amount').notNullable().defaultTo(0);
    stamps(t);
    /** The order "who is to be contacted first" needs a value for everybody. */
    t.specificType(
      'next_contact_sort',
      "DATETIME(3) AS (COALESCE(next_contact_at, TIMESTAMP'9999-12-31 00:00:00')) STORED",
    );
    /** Null in the recycle bin, so that the unique index allows one living customer per name. */
    t.specificType(
      'live_name',
      'VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin AS (CASE WHEN deleted_at IS NULL THEN name_key END) STORED',
    ).unique('customers_live_name');
    t.index(['name_key'], 'customers_name_key');
    t.index(['alive', 'touched_at', 'id'], 'customers_touched');
    t.index(['alive', 'created_at', 'id'], 'customers_created');
    t.index(['alive', 'next_contact_sort', 'id'], 'customers_next');
    t.index(['owner_id', 'alive', 'touched_at', 'id'], 'customers_owner_touched');
    t.index(['owner_id', 'alive', 'created_at', 'id'], 'customers_owner_created');
    t.index(['owner_id', 'alive', 'next_contact_sort', 'id'], 'customers_owner_next');
    t.index(['level', 'alive', 'touched_at', 'id'], 'customers_level');
    t.index(['industry_id', 'alive', 'touched_at', 'id'], 'customers_industry');
    t.index(['source_id', 'alive', 'touched_at', 'id'], 'customers_source');
    t.index(['province', 'alive', 'touched_at', 'id'], 'customers_province');
    t.check("kind in ('customer','supplier','agent','partner','competitor','government')", [], 'customers_kind');
    t.check("level in ('a','b','c','d')", [], 'customers_level_known');
    t.check("size in ('micro','small','medium','large','huge')", [], 'customers_size');
  });
  await knex.schema.createTable('contacts', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.bigInteger('customer_id').notNullable();
    t.string('name', 40).notNullable();
    t.string('role', 12);
    t.string('position', 40);
    t.string('mobile', 30);
    t.string('mobile_digits', 30);
    t.string('email', 100);
    t.date('birthday');
    t.boolean('is_primary').notNullable();
    t.string('note', 500);
    stamps(t);
    t.specificType('live_mobile', 'VARCHAR(30) AS (CASE WHEN deleted_at IS NULL THEN mobile_digits END) STORED');
    t.unique(['customer_id', 'live_mobile'], { indexName: 'contacts_live_mobile' });
    t.index(['customer_id', 'alive', 'id'], 'contacts_customer');
    t.check("role in ('decision','influence','user','purchase','technical','finance','other')", [], 'contacts_role');
  });
  await knex.schema.createTable('cooperation_requests', (t) => {
    t.bigInteger('customer_id').notNullable();
    t.bigInteger('requester_id').notNullable();
    t.date('day').notNullable();
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.primary(['customer_id', 'requester_id', 'day']);
  });
  await knex.schema.createTable('search_terms', (t) => {
    t.string('kind', 20).notNullable().collate('utf8mb4_bin');
    t.bigInteger('subject_id').notNullable();
    t.string('term', 50).notNullable().collate('utf8mb4_bin');
    t.primary(['kind', 'subject_id', 'term']);
    t.index(['kind', 'term', 'subject_id'], 'search_terms_term');
  });
};

export const down = async (knex: Knex): Promise<void> => {
  for (const name of ['search_terms', 'cooperation_requests', 'contacts', 'customers'])
    await knex.schema.dropTable(name);
};
