import type { Kernel } from '../../server/kernel/work.ts';
import { composeProduct } from '../../server/compose.ts';
import { readConfig } from '../../server/config.ts';
import { openFoundations } from '../../server/foundations.ts';
import { runningDatabase } from '../lib/database-step.mjs';
import { Failure } from '../lib/failure.mjs';
import { checkGivenDatabase } from '../lib/given-database.mjs';
import { root } from '../lib/root.mjs';
import { readSettings, type Settings } from '../lib/settings.mjs';
import { simulatorUrl } from '../lib/simulated-platform.mjs';

/** The product's kernel on the operator's database, or on the private one while `npm start` runs. */
export const openProduct = async (env: NodeJS.ProcessEnv): Promise<{ kernel: Kernel; close: () => Promise<void> }> => {
  const settings = readSettings(root, env, []);
  const config = readConfig(environment(env, settings, await databaseUrl(settings)));
  const { foundations, close } = await openFoundations(config, { name: 'import', onNudge: () => undefined });
  const { kernel } = composeProduct(foundations);
  try {
    await ensureReady(kernel);
    return { kernel, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const databaseUrl = async (settings: Settings): Promise<string> => {
  if (settings.databaseUrl) {
    await checkGivenDatabase(settings.databaseUrl);
    return settings.databaseUrl;
  }
  const running = await runningDatabase(settings);
  if (running) return running;
  throw new Failure(
    '产品没有在运行。请先在另一个终端执行 npm start,或用 DATABASE_URL 指定数据库。',
    'The product is not running: npm start in another terminal, or set DATABASE_URL.',
  );
};

/** An import never talks to the platform, so it needs no credentials of it; with the simulator it goes by the simulator's clock. */
const environment = (env: NodeJS.ProcessEnv, settings: Settings, database: string): NodeJS.ProcessEnv => ({
  DATABASE_URL: database,
  DATA_DIR: settings.dataDir,
  LOG_LEVEL: env['LOG_LEVEL'] ?? 'error',
  BUSINESS_TIMEZONE: env['BUSINESS_TIMEZONE'],
  CLOCK_URL: env['CLOCK_URL'] ?? (settings.isSimulated ? `${simulatorUrl(settings)}/simulator/api/clock` : undefined),
  WECOM_CORP_ID: 'unused',
  WECOM_AGENT_ID: '0',
  WECOM_AGENT_SECRET: 'unused',
});

const ensureReady = async (kernel: Kernel): Promise<void> => {
  if (!(await kernel.db.schema.hasTable('import_rows')))
    throw new Failure('数据表不是最新的,请先执行 npm run migrate。', 'The tables are not up to date: npm run migrate.');
  if (!(await kernel.db('people').where({ state: 'active' }).first('id')))
    throw new Failure(
      '还没有同步通讯录,负责人无从查找。请先启动产品并完成组织同步。',
      'No people have been synced yet: start the product and let it sync first.',
    );
};
