import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/lib/ports.mjs';
import { administratorsOf, platformEnv } from '../../scripts/lib/simulated-platform.mjs';
import { freshDatabaseUrl } from '../setup/database.ts';
import type { CompanyView } from '../../simulator/control/types.ts';
import { runProgram, startProgram, type Program } from './processes.ts';
import { createControl, type Control } from './processes-control.ts';

/** A Wednesday, a working day, 10:00 in Shanghai. */
export const stageStart = '2026-03-11T02:00:00.000Z';
export type Role = 'all' | 'server' | 'bot';

/** The simulator and the product on a database of their own, as separate processes on free ports. */
export interface Stage {
  control: Control;
  /** Where the product answers. */
  appUrl: string;
  /** Where the simulator's page and the phones are. */
  simulatorPort: number;
  databaseUrl: string;
  /** What the product's processes are started with. */
  env: Record<string, string>;
  /** @param own what this process gets besides, such as a port of its own @param dist another version of it */
  start(role: Role, own?: Record<string, string>, dist?: string): Promise<Program>;
  /** Stops everything that was started, the simulator last, and removes the files. */
  close(): Promise<void>;
}

export interface StageOptions {
  /** Names the schema: [a-z0-9]+, one per test file. */
  label: string;
  /** ISO instant at which the story begins. */
  at?: string;
  /** Customers and opportunities of forty working days; else an empty CRM that knows the company. */
  history?: boolean;
  /** Instead of a schema on the test server. */
  databaseUrl?: string;
  /** Where people come in when something stands before the servers. */
  appUrl?: string;
  /** Programs of another version; this one's by default. */
  dist?: string;
  /** Started at once. */
  roles: Role[];
  /** For the product's processes. */
  env?: Record<string, string>;
}

export async function openStage({ label, at = stageStart, history = false, ...options }: StageOptions): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), `crm-journey-${label}-`));
  const databaseUrl = options.databaseUrl ?? (await freshDatabaseUrl(label));
  const [simulatorPort, port] = [await freePort(), await freePort()];
  const appUrl = options.appUrl ?? `http://localhost:${port}`;
  const running: Program[] = [];
  const simulatorEnv = {
    SIMULATOR_PORT: String(simulatorPort),
    SIMULATOR_DATA: join(folder, 'wecom'),
    APP_URL: appUrl,
  };
  const simulator = await startProgram('simulator', simulatorEnv, { ready: /已就绪/, logFile: logOf('simulator') });
  const control = createControl(`http://127.0.0.1:${simulatorPort}`);
  const close = async (): Promise<void> => {
    await Promise.all(running.map((program) => program.stop()));
    await simulator.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await control.moveClock(at);
    const env = await productEnv(control, { PORT: String(port), PUBLIC_URL: appUrl, DATABASE_URL: databaseUrl });
    Object.assign(env, options.env, { DATA_DIR: join(folder, 'data') });
    await runProgram('demo', env, history ? [] : ['--only-sync'], options.dist);
    const start = async (role: Role, own: Record<string, string> = {}, dist = options.dist): Promise<Program> => {
      const logFile = logOf(`${role}-${running.length}`);
      const program = await startProgram(
        'server',
        { ...env, ...own, ROLE: role },
        { ready: /"msg":"ready"/, logFile, dist },
      );
      running.push(program);
      return program;
    };
    for (const role of options.roles) await start(role);
    return { control, appUrl, simulatorPort, databaseUrl, env, start, close };
  } catch (error) {
    await close();
    throw error;
  }

  function logOf(name: string): string {
    return join(folder, `${name}.log`);
  }
}

async function productEnv(control: Control, own: Record<string, string>): Promise<Record<string, string>> {
  const credentials = await control.get<Record<string, unknown>>('credentials');
  const company = await control.get<CompanyView>('company');
  return {
    ...own,
    ...platformEnv(control.url, credentials),
    HOST: '127.0.0.1',
    ADMIN_ACCOUNTS: administratorsOf(company).join(','),
    SESSION_SECRET: 'journeys-journeys-journeys-journeys',
  };
}
