import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundlePrograms } from '../../scripts/lib/bundle.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';
import { root } from '../../scripts/lib/root.mjs';
import { platformEnv } from '../../scripts/lib/simulated-platform.mjs';
import { composeProduct, type Product } from '../../server/compose.ts';
import { readConfig } from '../../server/config.ts';
import { openFoundations } from '../../server/foundations.ts';
import { runProgram, startProgram, type Program } from '../../test/support/processes.ts';
import { createControl, type Control } from '../../test/support/processes-control.ts';
import type { BenchDatabase } from './database.ts';

/** The simulated platform with a company, and the product's own programs on an empty database, each a process. */
export interface BusyStage {
  control: Control;
  appUrl: string;
  databaseUrl: string;
  /** The product inside this process, to put in and to look at what the programs work on. */
  product: Product;
  env: Record<string, string>;
  start(role: 'server' | 'bot'): Promise<Program>;
  close(): Promise<void>;
}

/** @param people how many work in the company: `u1` leads, the others report to nobody else */
export const openBusyStage = async (database: BenchDatabase, name: string, people: number): Promise<BusyStage> => {
  const folder = mkdtempSync(join(tmpdir(), `crm-bench-${name}-`));
  await bundlePrograms(root);
  const databaseUrl = await database.empty(`bench_stage_${name}`);
  const [simulatorPort, port] = [await freePort(), await freePort()];
  const appUrl = `http://127.0.0.1:${port}`;
  writeFileSync(join(folder, 'company.json'), JSON.stringify(companyOf(people)));
  const simulatorEnv = {
    SIMULATOR_PORT: String(simulatorPort),
    SIMULATOR_ORG: join(folder, 'company.json'),
    APP_URL: appUrl,
  };
  const simulator = await startProgram('simulator', simulatorEnv, {
    ready: /已就绪/,
    logFile: join(folder, 'simulator.log'),
  });
  const control = createControl(`http://127.0.0.1:${simulatorPort}`);
  const { CLOCK_URL: _realTime, ...platform } = platformEnv(control.url, await control.get('credentials'));
  const env: Record<string, string> = {
    ...platform,
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: appUrl,
    DATABASE_URL: databaseUrl,
    DATA_DIR: join(folder, 'data'),
    ADMIN_ACCOUNTS: 'u1',
    SESSION_SECRET: 'bench-bench-bench-bench-bench-bench',
    LOG_LEVEL: 'info',
  };
  mkdirSync(join(folder, 'data'));
  await runProgram('demo', env, ['--only-sync']);
  const { foundations, close } = await openFoundations(readConfig({ ...env, LOG_LEVEL: 'silent' }), {
    name: 'bench',
    onNudge: () => undefined,
  });
  const running: Program[] = [];
  return {
    control,
    appUrl,
    databaseUrl,
    product: composeProduct(foundations),
    env,
    start: async (role) => {
      const logFile = join(folder, `${role}-${running.length}.log`);
      const program = await startProgram('server', { ...env, ROLE: role }, { ready: /"msg":"ready"/, logFile });
      running.push(program);
      return program;
    },
    close: async () => {
      await close();
      await Promise.all(running.map((program) => program.stop()));
      await simulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const companyOf = (people: number) => ({
  company: { name: '远航智能装备有限公司' },
  departments: [{ id: 1, name: '远航智能装备', order: 100 }],
  people: Array.from({ length: people }, (_, at) => ({
    userid: `u${at + 1}`,
    name: `员工${at + 1}`,
    departments: [1],
    mainDepartment: 1,
    leaderOf: at === 0 ? [1] : [],
    directLeader: null,
    mobile: String(13_800_000_000 + at),
    position: '销售',
  })),
  groups: Array.from({ length: 20 }, (_, at) => ({
    name: `销售群${at + 1}`,
    members: ['u1', `u${Math.min(people, at + 2)}`],
    webhook: true,
    robotIn: false,
  })),
});
