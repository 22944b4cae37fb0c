import { parseArgs } from 'node:util';
import { connect } from './database/connection.ts';
import { migrateDown, migrateUp } from './database/schema.ts';

const { positionals } = parseArgs({ allowPositionals: true, strict: false });
const url = process.env['DATABASE_URL'];

if (!url) {
  console.error('请设置 DATABASE_URL (DATABASE_URL must be set)');
  process.exit(1);
}

const knex = connect(url);
try {
  const isDown = positionals[0] === 'down';
  const names = isDown ? await migrateDown(knex) : await migrateUp(knex);
  console.log(names.length > 0 ? names.map((name) => `${isDown ? '-' : '+'} ${name}`).join('\n') : '= up to date');
} finally {
  await knex.destroy();
}
