import type { Knex } from 'knex';

const stamps = (t: Knex.CreateTableBuilder): void => {
  t.datetime('created_at', { precision: 3 }).notNullable();
  t.datetime('updated_at', { precision: 3 }).notNullable();
};

/** People, departments, roles, shares, sessions and directory syncs. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('departments', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.string('platform_key', 64).notNullable().collate('utf8mb4_bin').unique('departments_platform_key');
    t.bigInteger('parent_id').index('departments_parent');
    t.string('name', 100).notNullable();
    t.bigInteger('position').notNullable().defaultTo(0);
    t.datetime('removed_at', { precision: 3 });
    /** When the directory was last asked with this as the answer; older answers are ignored. */
    t.datetime('directory_at', { precision: 3 });
    stamps(t);
  });
  await knex.schema.createTable('people', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.string('account', 64).notNullable().unique('people_account');
    t.string('name', 60).notNullable();
    t.string('pinyin', 120).notNullable().defaultTo('');
    t.string('initials', 40).notNullable().defaultTo('');
    t.string('position', 100);
    t.string('mobile', 30);
    t.string('state', 10).notNullable();
    t.bigInteger('main_department_id').index('people_main_department');
    t.bigInteger('direct_leader_id').index('people_direct_leader');
    t.datetime('left_at', { precision: 3 });
    t.datetime('directory_at', { precision: 3 });
    t.integer('version').notNullable().defaultTo(1);
    stamps(t);
    t.index(['state', 'pinyin', 'id'], 'people_state_pinyin');
    t.check("state in ('active','disabled','left','hidden')", [], 'people_state');
  });
  await knex.schema.createTable('person_departments', (t) => {
    t.bigInteger('person_id').notNullable();
    t.bigInteger('department_id').notNullable();
    t.boolean('leads').notNullable();
    t.primary(['person_id', 'department_id']);
    t.index(['department_id', 'leads'], 'person_departments_department');
  });
  await knex.schema.createTable('roles', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.string('name', 30).notNullable().unique('roles_name');
    t.specificType('permissions', 'JSON').notNullable();
    t.string('scope', 30).notNullable();
    t.specificType('department_ids', 'JSON').notNullable();
    t.boolean('is_default').notNullable();
    t.integer('version').notNullable();
    stamps(t);
    t.check("scope in ('self','subordinates','department','department_and_below','chosen','all')", [], 'roles_scope');
  });
  await knex.schema.createTable('person_roles', (t) => {
    t.bigInteger('person_id').notNullable();
    t.bigInteger('role_id').notNullable();
    t.primary(['person_id', 'role_id']);
    t.index(['role_id'], 'person_roles_role');
  });
  await knex.schema.createTable('shares', (t) => {
    t.bigInteger('person_id').notNullable();
    t.string('kind', 20).notNullable();
    t.bigInteger('record_id').notNullable();
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.primary(['person_id', 'kind', 'record_id']);
    t.index(['kind', 'record_id'], 'shares_record');
  });
  await knex.schema.createTable('org_state', (t) => {
    t.integer('id').notNullable().primary();
    t.bigInteger('version').notNullable();
    t.string('company', 100).notNullable();
  });
  await knex('org_state').insert({ id: 1, version: 1, company: '' });
  await knex.schema.createTable('sessions', (t) => {
    t.specificType('token_hash', 'CHAR(64)').notNullable().primary();
    t.bigInteger('person_id').notNullable().index('sessions_person');
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.datetime('expires_at', { precision: 3 }).notNullable();
    t.datetime('revoked_at', { precision: 3 });
  });
  await knex.schema.createTable('login_states', (t) => {
    t.specificType('state_hash', 'CHAR(64)').notNullable().primary();
    t.specificType('browser_hash', 'CHAR(64)').notNullable();
    t.string('return_path', 500).notNullable();
    t.integer('attempt').notNullable();
    t.datetime('expires_at', { precision: 3 }).notNullable();
    t.datetime('used_at', { precision: 3 });
  });
  await knex.schema.createTable('org_syncs', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.string('state', 12).notNullable();
    t.boolean('dry_run').notNullable();
    t.string('trigger', 10).notNullable();
    t.bigInteger('started_by');
    t.datetime('started_at', { precision: 3 }).notNullable();
    t.datetime('finished_at', { precision: 3 });
    /** When the answers were asked for; changes of rows that know better are left out. */
    t.datetime('read_at', { precision: 3 });
    t.string('step', 60).notNullable();
    t.integer('done').notNullable();
    t.integer('total').notNullable();
    t.specificType('counts', 'JSON').notNullable();
    t.string('note', 500);
    t.integer('attempts').notNullable().defaultTo(0);
    t.check("state in ('running','ready','waiting','applying','done','failed','cancelled')", [], 'org_syncs_state');
    /** Not null while it is the one that runs, so that a unique index allows one at a time. */
    t.specificType(
      'active_key',
      "TINYINT AS (CASE WHEN state IN ('running','ready','waiting','applying') AND dry_run = 0 THEN 1 WHEN state IN ('running','applying') THEN 1 END) STORED",
    ).unique('org_syncs_active');
  });
  await knex.schema.createTable('org_sync_changes', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.bigInteger('sync_id').notNullable();
    t.string('kind', 24).notNullable();
    t.string('target_key', 64).notNullable();
    t.string('name', 100).notNullable();
    t.string('detail', 500).notNullable();
    /** What to write: the person or department as the directory tells it. */
    t.specificType('data', 'JSON');
    t.boolean('applied').notNullable().defaultTo(false);
    t.index(['sync_id', 'kind', 'id'], 'org_sync_changes_sync');
  });
};

export const down = async (knex: Knex): Promise<void> => {
  const names = [
    'org_sync_changes',
    'org_syncs',
    'login_states',
    'sessions',
    'org_state',
    'shares',
    'person_roles',
    'roles',
    'person_departments',
    'people',
    'departments',
  ];
  for (const name of names) await knex.schema.dropTable(name);
};
