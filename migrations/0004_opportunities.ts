import type { Knex } from 'knex';

const stamps = (t: Knex.CreateTableBuilder): void => {
  t.bigInteger('created_by');
  t.bigInteger('updated_by');
  t.datetime('created_at', { precision: 3 }).notNullable();
  t.datetime('updated_at', { precision: 3 }).notNullable();
};

const stages =
  "'first_contact','needs','planning','survey','first_proposal','demonstration','formal_proposal','evaluation','negotiation'";

/** Every order of the list twice: for one owner's rows and for everybody's. */
const sortIndexes = (t: Knex.CreateTableBuilder): void => {
  for (const [name, column] of [
    ['touched', 'touched_at'],
    ['amount', 'amount'],
    ['close', 'close_order'],
    ['silent', 'silent_since'],
  ] as const) {
    t.index(['owner_id', 'alive', column, 'id'], `opportunities_owner_${name}`);
    t.index(['alive', column, 'id'], `opportunities_${name}`);
  }
};

/** Products, opportunities with their lines and competitors, and how long each stage took. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('products', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.string('name', 60).notNullable().unique('products_name');
    t.string('series', 40);
    t.string('unit', 10).notNullable();
    t.bigInteger('list_price').notNullable();
    t.boolean('active').notNullable();
    t.integer('version').notNullable();
    stamps(t);
  });
  await knex.schema.createTable('opportunities', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.string('name', 80).notNullable();
    /** Null only for imported rows whose file names no customer. */
    t.bigInteger('customer_id');
    t.bigInteger('owner_id').notNullable();
    t.bigInteger('owner_department_id');
    t.string('state', 10).notNullable();
    t.string('stage', 20).notNullable();
    t.datetime('stage_entered_at', { precision: 3 }).notNullable();
    t.bigInteger('amount').notNullable();
    t.integer('likelihood').notNullable();
    t.date('expected_close_on');
    t.date('closed_on');
    t.text('situation');
    t.string('next_action', 300);
    t.specificType('facts', 'JSON').notNullable();
    t.bigInteger('reason_id');
    t.string('reason_note', 500);
    t.bigInteger('pending_approval_id');
    t.datetime('next_contact_at', { precision: 3 });
    t.datetime('last_contact_at', { precision: 3 });
    t.datetime('touched_at', { precision: 3 }).notNullable();
    t.integer('version').notNullable();
    stamps(t);
    t.datetime('deleted_at', { precision: 3 });
    t.specificType('alive', 'TINYINT AS (CASE WHEN deleted_at IS NULL THEN 1 ELSE 0 END) STORED');
    /** Orders of the list must never be null. */
    t.specificType('close_order', "DATE AS (COALESCE(closed_on, expected_close_on, DATE '9999-12-31')) STORED");
    t.specificType('silent_since', 'DATETIME(3) AS (COALESCE(last_contact_at, created_at)) STORED');
    sortIndexes(t);
    t.index(['owner_id'], 'opportunities_owner');
    t.index(['customer_id', 'alive', 'touched_at', 'id'], 'opportunities_customer');
    t.index(['owner_id', 'alive', 'state', 'stage', 'amount'], 'opportunities_owner_funnel');
    t.index(['alive', 'state', 'stage', 'amount'], 'opportunities_funnel');
    t.index(['alive', 'state', 'closed_on', 'id'], 'opportunities_closed');
    t.index(['next_contact_at', 'id'], 'opportunities_next_contact');
    t.check("state in ('open','won','lost')", [], 'opportunities_state');
    t.check(`stage in (${stages})`, [], 'opportunities_stage');
    t.check('likelihood between 0 and 100', [], 'opportunities_likelihood');
  });
  await knex.schema.createTable('opportunity_lines', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.bigInteger('opportunity_id').notNullable();
    t.integer('position').notNullable();
    t.bigInteger('product_id').notNullable().index('opportunity_lines_product');
    t.integer('quantity').notNullable();
    /** Of one unit, frozen when the line was added. */
    t.bigInteger('list_price').notNullable();
    t.bigInteger('agreed_price').notNullable();
    t.index(['opportunity_id', 'position'], 'opportunity_lines_opportunity');
  });
  await knex.schema.createTable('opportunity_competitors', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.bigInteger('opportunity_id').notNullable();
    t.integer('position').notNullable();
    t.string('name', 60).notNullable();
    t.string('note', 300).notNullable();
    t.index(['opportunity_id', 'position'], 'opportunity_competitors_opportunity');
  });
  await knex.schema.createTable('opportunity_stages', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.bigInteger('opportunity_id').notNullable();
    t.string('stage', 20).notNullable();
    t.datetime('entered_at', { precision: 3 }).notNullable();
    t.datetime('left_at', { precision: 3 });
    /** How it was left; null while the opportunity is in it. */
    t.string('left_by', 10);
    t.bigInteger('person_id');
    t.index(['opportunity_id', 'id'], 'opportunity_stages_opportunity');
    t.index(['entered_at', 'stage'], 'opportunity_stages_entered');
    t.index(['left_at', 'stage'], 'opportunity_stages_left');
    t.check(`stage in (${stages})`, [], 'opportunity_stages_stage');
    t.check("left_by in ('forward','back','won','lost')", [], 'opportunity_stages_left_by');
  });
};

export const down = async (knex: Knex): Promise<void> => {
  const names = ['opportunity_stages', 'opportunity_competitors', 'opportunity_lines', 'opportunities', 'products'];
  for (const name of names) await knex.schema.dropTable(name);
};
