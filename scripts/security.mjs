// npm run security [-- path …]: tries to get in, in the full form: more and other attempts each time, SECURITY_SEED repeats one run.
import { explain } from './lib/failure.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { ensureMariadb } from './lib/mariadb-install.mjs';
import { root } from './lib/root.mjs';
import { step } from './lib/steps.mjs';
import { runVitest } from './lib/test-runs.mjs';

async function main() {
  await step('安装依赖 (install dependencies)', (report) => installDependencies(root, report));
  await step('准备 MariaDB (find or install MariaDB)', async (report) => void (await ensureMariadb(report)));
  const { passed, failed } = await runVitest(root, ['security'], process.argv.slice(2), { SECURITY_FORM: 'full' });
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
