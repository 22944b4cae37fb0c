import { openDatabase } from './database-step.mjs';
import { installDependencies } from './dependencies.mjs';
import { ensureDiskSpace } from './disk.mjs';
import { buildProduct } from './build.mjs';
import { explain } from './failure.mjs';
import { onInterruption } from './interruption.mjs';
import { waitFor } from './readiness.mjs';
import { root } from './root.mjs';
import { loadSecrets } from './secrets.mjs';
import { readSettings } from './settings.mjs';
import { administratorsOf, platformEnv, simulatorEnv, simulatorUrl } from './simulated-platform.mjs';
import { elapsed, step } from './steps.mjs';
import { Supervisor } from './supervisor.mjs';

const startedAt = performance.now();

/**
 * Brings the product up, waits until it is asked to stop or something fails, and stops everything.
 * @returns {Promise<number>} exit code
 */
export async function startProduct() {
  const supervisor = new Supervisor(root, readSettings(root, process.env, process.argv.slice(2)));
  onInterruption(
    (reason) => supervisor.interrupt(reason),
    () => {
      supervisor.kill();
      process.exit(130);
    },
  );
  const reason = await runUntilAsked(supervisor);
  const isSignal = typeof reason === 'string';
  if (!isSignal) console.error(`\n${explain(reason)}`);
  if (supervisor.isRunning) await step('停止 (stop)', () => supervisor.stop());
  else await supervisor.stop();
  return isSignal ? 0 : 1;
}

/** @param {Supervisor} supervisor */
async function bringUp(supervisor) {
  const { settings, signal } = supervisor;
  await step('检查环境 (check environment)', () => {
    ensureDiskSpace(settings.dataDir, 800);
    return supervisor.takeOver();
  });
  await step('安装依赖 (install dependencies)', (report) => installDependencies(root, report));
  signal.throwIfAborted();
  const databaseUrl = await openDatabase(supervisor);
  await step('构建 (build)', (report) => buildProduct(root, report));
  signal.throwIfAborted();
  await step('升级数据表 (migrate)', () => supervisor.runProgram('migrate', { DATABASE_URL: databaseUrl }));
  const env = { ...productEnv(settings, databaseUrl), ...(settings.isSimulated && (await startSimulator(supervisor))) };
  if (settings.isSimulated) {
    const args = settings.orgFile ? ['--only-sync'] : [];
    await step('准备演示企业 (demo company)', (report) => supervisor.runProgram('demo', env, args, report));
  }
  await step('启动服务和机器人 (start server and bot)', async () => {
    supervisor.children.start('server', env, 15_000);
    await waitFor('server', `http://127.0.0.1:${settings.port}/readyz`, 60, signal);
  });
}

/** @param {Supervisor} supervisor */
async function startSimulator({ settings, children, signal }) {
  const url = simulatorUrl(settings);
  return step('启动企业微信模拟器 (start simulator)', async () => {
    children.start('simulator', simulatorEnv(settings), 10_000);
    const credentials = await waitFor('simulator', `${url}/simulator/api/credentials`, 30, signal);
    const company = await waitFor('simulator', `${url}/simulator/api/company`, 30, signal);
    const admins = administratorsOf(
      /** @type {import('./simulated-platform.mjs').SimulatedCompany} */ (await company.json()),
    );
    return {
      ...platformEnv(url, /** @type {Record<string, unknown>} */ (await credentials.json())),
      ADMIN_ACCOUNTS: process.env['ADMIN_ACCOUNTS'] || admins.join(','),
    };
  });
}

/** @param {import('./settings.mjs').Settings} settings @param {string} databaseUrl */
function productEnv({ port, publicUrl, dataDir }, databaseUrl) {
  // In production a secret must be chosen on purpose: the server refuses to start without one.
  const isProduction = process.env['NODE_ENV'] === 'production';
  return {
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    ROLE: process.env['ROLE'] || 'all',
    ...(!isProduction && { SESSION_SECRET: process.env['SESSION_SECRET'] || loadSecrets(dataDir).sessionSecret }),
  };
}

/** @param {Supervisor} supervisor @returns {Promise<unknown>} why it stops: the name of a signal or an error */
async function runUntilAsked(supervisor) {
  try {
    await bringUp(supervisor);
    const { isSimulated, simulatorPort, publicUrl, dataDir } = supervisor.settings;
    const address = isSimulated ? `http://localhost:${simulatorPort}` : publicUrl;
    console.log(
      `\n  已就绪 (ready) ${elapsed(startedAt)}\n\n  ${address}\n\n  日志 (logs) ${dataDir}/logs  Ctrl-C 停止 (stop)\n`,
    );
    return await supervisor.stopAsked;
  } catch (error) {
    return supervisor.signal.aborted ? supervisor.signal.reason : error;
  }
}
