// npm run faults [-- --record] [path …]: lets things go wrong on purpose, often, and counts what came of it.
import { parseArgs } from 'node:util';
import { buildProduct } from './lib/build.mjs';
import { explain } from './lib/failure.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { ensureMariadb } from './lib/mariadb-install.mjs';
import { root } from './lib/root.mjs';
import { step } from './lib/steps.mjs';
import { runVitest } from './lib/test-runs.mjs';

async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { record: { type: 'boolean' } } });
  await step('安装依赖 (install dependencies)', (report) => installDependencies(root, report));
  await step('准备 MariaDB (find or install MariaDB)', async (report) => void (await ensureMariadb(report)));
  await step('构建 (build)', (report) => buildProduct(root, report));
  const env = { FAULT_FORM: 'full', ...(values.record && { FAULT_RECORD: '1' }) };
  const { passed, failed } = await runVitest(root, ['faults'], positionals, env);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(explain(error));
    process.exit(1);
  },
);
