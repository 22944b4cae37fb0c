import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { buildCompany } from '../../../examples/sales-pipeline/build-company.ts';
import { platformEnv } from '../../../scripts/lib/simulated-platform.mjs';
import { createCaller, type Call } from '../../../scripts/demo/caller.ts';
import { composeProduct, type Product } from '../../../server/compose.ts';
import { readConfig } from '../../../server/config.ts';
import { openFoundations } from '../../../server/foundations.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { systemWork } from '../../../server/kernel/work.ts';
import { requestSync, runActiveSync } from '../../../server/modules/org/index.ts';
import { createSimulator } from '../../../simulator/simulator.ts';

export const dataFolder = join(import.meta.dirname, '../../../../shared/data/sales-pipeline');
const root = join(import.meta.dirname, '../../..');

export interface PipelineRow {
  opportunity_id: string;
  sales_agent: string;
  account: string;
  deal_stage: string;
  close_value: string;
}
export interface TeamRow {
  sales_agent: string;
  manager: string;
}
export const readRows = <Row>(file: string): Row[] =>
  parse<Row>(readFileSync(join(dataFolder, file)), { columns: true, trim: true });

/** What the files say about some salespeople, in fen. */
export const totalsOf = (rows: readonly PipelineRow[]) => ({
  won: rows.filter((row) => row.deal_stage === 'Won').length,
  wonAmount: rows.reduce((sum, row) => sum + Number(row.close_value || 0) * 100, 0),
  lost: rows.filter((row) => row.deal_stage === 'Lost').length,
  open: rows.filter((row) => row.deal_stage === 'Engaging' || row.deal_stage === 'Prospecting').length,
});

export interface Company {
  product: Product;
  call: Call;
  /** Id of a person by name. */
  person(name: string): Promise<string>;
  close(): Promise<void>;
}

/** The company of the files: loaded into a simulator, pulled from it by the real adapter over the real protocol. */
export const openCompany = async (databaseUrl: string): Promise<Company> => {
  const org = buildCompany(readFileSync(join(dataFolder, 'sales_teams.csv'), 'utf8'));
  const simulator = await createSimulator({ org, appUrl: 'http://127.0.0.1:9' });
  const credentials = (await (await fetch(`${simulator.url}/simulator/api/credentials`)).json()) as Record<
    string,
    unknown
  >;
  const config = readConfig({
    ...platformEnv(simulator.url, credentials),
    CLOCK_URL: '',
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'warn',
  });
  const { foundations, close } = await openFoundations(config, { name: 'test', onNudge: () => undefined });
  const product = composeProduct(foundations);
  const work = systemWork(product.kernel);
  await inTransaction(work, (inner) => requestSync(inner, { trigger: 'start', dryRun: false }));
  await runActiveSync(work, { directory: foundations.platform.directory, adminAccounts: [] });
  return {
    product,
    call: createCaller(product),
    person: async (name) => {
      const row = await product.kernel.db('people').where({ name }).first<{ id: string } | undefined>('id');
      if (!row) throw new Error(`${name} was not synced.`);
      return row.id;
    },
    close: async () => {
      await close();
      await simulator.close();
    },
  };
};

/** `npm run import` as a process of its own, ended by SIGKILL as soon as `until` says so. */
export const runImporter = async (
  databaseUrl: string,
  args: string[],
  until: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<{ code: number | null; output: string }> => {
  const script = ['scripts/tsx.mjs', 'scripts/import.ts', '--map', 'examples/sales-pipeline/mapping.json'];
  const child = spawn(process.execPath, [...script, ...args, dataFolder], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: databaseUrl, CLOCK_URL: 'http://127.0.0.1:9' },
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const watch = setInterval(() => void until().then((now) => now && child.kill('SIGKILL')), 50);
  const code = await ended;
  clearInterval(watch);
  return { code, output };
};
