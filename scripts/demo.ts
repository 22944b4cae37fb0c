import { bindGroup } from '../server/contract/reports.ts';
import { composeProduct } from '../server/compose.ts';
import { readConfig, type Config } from '../server/config.ts';
import { openFoundations } from '../server/foundations.ts';
import { followClock, settableClock, systemClock, type Clock } from '../server/kernel/clock.ts';
import { createLog } from '../server/kernel/log.ts';
import { inTransaction } from '../server/kernel/transaction.ts';
import { systemWork, type Kernel } from '../server/kernel/work.ts';
import { ensureDefaultRoles, requestSync, runActiveSync } from '../server/modules/org/index.ts';
import { createCaller, type Call } from './demo/caller.ts';
import { findCast, type Cast } from './demo/cast.ts';
import { tellStory } from './demo/story.ts';

/** Pulls the company from the platform and, unless --only-sync, gives an empty CRM forty working days of history. Run again it changes nothing. */
const main = async (): Promise<void> => {
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  const present = await presentClock(config);
  const clock = settableClock(present.now());
  const { foundations, close } = await openFoundations(config, { name: 'demo', onNudge: () => undefined, clock });
  try {
    const product = composeProduct(foundations);
    const { kernel } = product;
    await inTransaction(systemWork(kernel), ensureDefaultRoles);
    await syncCompany(kernel, { directory: foundations.platform.directory, adminAccounts: config.adminAccounts });
    if (process.argv.includes('--only-sync') || (await kernel.db('customers').first('id'))) return;
    const cast = await findCast(kernel);
    const call = createCaller(product);
    await tellStory({
      call,
      calendar: kernel.calendar,
      setTime: (to) => clock.set(to),
      today: kernel.calendar.dateOf(present.now()),
      admin: cast.admin,
      east: cast.east,
      south: cast.south,
      report: (done, all) => process.stdout.write(`${done}/${all}\n`),
    });
    clock.set(present.now());
    await bindDemoGroups(kernel, call, cast, config.wecom.apiUrl);
  } finally {
    await close();
  }
};

/** The time the product goes by: a simulator's may have been moved. */
const presentClock = async ({ clockUrl, logLevel }: Config): Promise<Clock> => {
  if (!clockUrl) return systemClock;
  const followed = await followClock(clockUrl, createLog('demo', logLevel));
  followed.stop();
  return followed.clock;
};

/** The same full sync an administrator starts, run here to its end. One left over by a killed process is finished first. */
const syncCompany = async (kernel: Kernel, source: Parameters<typeof runActiveSync>[1]): Promise<void> => {
  const work = systemWork(kernel);
  const stopTelling = tellProgress(kernel);
  await runActiveSync(work, source);
  const id = await inTransaction(work, (inner) => requestSync(inner, { trigger: 'start', dryRun: false }));
  await runActiveSync(work, source).finally(stopTelling);
  const sync = await kernel
    .db('org_syncs')
    .where({ id })
    .first<{ state: string; note: string | null }>('state', 'note');
  if (sync.state === 'failed') throw new Error(sync.note ?? 'The directory could not be synced.');
};

/** Prints how far the sync is, once a second, for whoever waits for this program. */
const tellProgress = (kernel: Kernel): (() => void) => {
  const tell = async (): Promise<void> => {
    const sync = await kernel
      .db('org_syncs')
      .whereIn('state', ['running', 'applying'])
      .first<{ step: string; done: number; total: number } | undefined>('step', 'done', 'total');
    if (sync && sync.total > 0) process.stdout.write(`${sync.step} ${sync.done}/${sync.total}\n`);
  };
  const timer = setInterval(() => void tell().catch(() => undefined), 1_000);
  return () => clearInterval(timer);
};

interface SimulatedGroup {
  name: string;
  webhookUrl: string | null;
}

/** The simulator's groups get the digest of the department their name begins with, else of the whole company. */
const bindDemoGroups = async (kernel: Kernel, call: Call, { admin }: Cast, simulator: string): Promise<void> => {
  const answer = await fetch(`${simulator}/simulator/api/groups`);
  if (!answer.ok) return;
  const groups = (await answer.json()) as SimulatedGroup[];
  const departments = await kernel
    .db('departments')
    .whereNull('removed_at')
    .orderBy('parent_id')
    .select<{ id: string; name: string }[]>('id', 'name');
  for (const group of groups) {
    const department = departments.find(({ name }) => group.name.startsWith(name.slice(0, 2))) ?? departments[0];
    if (!group.webhookUrl || !department) continue;
    await call(admin, bindGroup, {
      body: { name: group.name, kind: 'webhook', departmentId: department.id, address: group.webhookUrl },
    });
  }
};

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
