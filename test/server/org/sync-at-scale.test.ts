import { describe, expect, it } from 'vitest';
import { getMe } from '../../../server/contract/session.ts';
import { backgroundIdle } from '../../../server/kernel/background.ts';
import { tryLease } from '../../../server/kernel/lease.ts';
import { dispatchOutbox } from '../../../server/kernel/outbox.ts';
import { runDueJobs } from '../../../server/kernel/schedule.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { requestSync } from '../../../server/modules/org/index.ts';
import { useWorld } from '../../support/world.ts';
import { department, person } from './directory-facts.ts';
import { idOf, sync, syncCompany } from './synced-company.ts';

const world = useWorld({ isolated: true });

/** People in 400 departments of three levels beside the small company; everybody reports to somebody who is listed later. */
const growTo = (people: number): void => {
  const { platform } = world;
  for (let n = 0; n < 400; n += 1)
    platform.departments.push(department(`d${n}`, n === 0 ? '1' : `d${Math.floor((n - 1) / 20)}`));
  for (let n = 0; n < people; n += 1) {
    const directLeader = n + 1 < people ? `m${n + 1}` : null;
    platform.people.push(person(`m${n}`, `d${n % 400}`, { directLeader }));
  }
};

const count = async (table: string, where: Record<string, unknown> = {}): Promise<number> => {
  const [row] = await world.kernel.db(table).where(where).count<{ count: number | string }[]>({ count: '*' });
  return Number(row?.count);
};
const stateOfSync = async (id: string): Promise<unknown> => world.kernel.db('org_syncs').where({ id }).first('state');
const runTender = async (): Promise<void> => {
  world.clock.advance(61_000);
  await runDueJobs(
    world.kernel,
    world.product.jobs.filter((job) => job.name === 'org.tend-syncs'),
  );
  await world.settle();
};

describe('a company of thousands', () => {
  it('is read four departments at a time and applied while people go on working', { timeout: 120_000 }, async () => {
    const { admin } = await syncCompany(world, 3);
    growTo(2400);
    let [open, widest] = [0, 0];
    const { directory } = world.platform;
    const list = directory.listPeople.bind(directory);
    directory.listPeople = async (key) => {
      open += 1;
      widest = Math.max(widest, open);
      await new Promise((resolve) => setTimeout(resolve, 1));
      open -= 1;
      return list(key);
    };
    const id = await requestSync(world.work, { trigger: 'manual', dryRun: false });
    await dispatchOutbox(world.kernel);
    let served = 0;
    let isDone = false;
    const ended = backgroundIdle().then(() => (isDone = true));
    while (!isDone) {
      expect((await world.call(admin, getMe)).ok).toBe(true);
      served += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await ended;
    expect(await stateOfSync(id)).toEqual({ state: 'done' });
    expect(widest).toBe(4);
    expect(served).toBeGreaterThan(3);
    expect(await count('people', { state: 'active' })).toBe(2406);
    const first = await world.kernel.db('people').where({ account: 'm0' }).first('direct_leader_id');
    expect(first).toEqual({ direct_leader_id: await idOf(world, 'm1') });
  });

  it('goes on where a killed process was, and tells nobody twice', { timeout: 120_000 }, async () => {
    await syncCompany(world, 3);
    growTo(1600);
    const { kernel } = world;
    const { nextId } = kernel;
    // The process dies in the middle of its third chunk of people.
    let chunks = 0;
    const countChunks = ({ sql }: { sql: string }): void => void (chunks += /insert into `people`/.test(sql) ? 1 : 0);
    kernel.db.on('query', countChunks);
    kernel.nextId = () => {
      if (chunks === 3) throw new Error('killed');
      return nextId();
    };
    const id = await sync(world);
    kernel.db.removeListener('query', countChunks);
    Object.assign(kernel, { nextId });
    expect(await stateOfSync(id)).toEqual({ state: 'applying' });
    expect(await count('org_sync_changes', { applied: 1, kind: 'person_added', sync_id: id })).toBe(1000);
    await runTender();
    expect(await stateOfSync(id)).toEqual({ state: 'done' });
    expect(await count('people')).toBe(1606);
    expect(await count('events', { name: 'person.joined' })).toBe(1606);
    const withoutLeader = kernel.db('people').whereNull('direct_leader_id').where('account', 'like', 'm%');
    expect(await withoutLeader.select('account')).toEqual([{ account: 'm1599' }]);
  });
});

describe('one sync at a time', () => {
  it('is all that several askers get', async () => {
    await syncCompany(world, 3);
    const ask = () => inTransaction(world.work, (inner) => requestSync(inner, { trigger: 'manual', dryRun: false }));
    const asked = await Promise.allSettled(Array.from({ length: 8 }, ask));
    expect(asked.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const one of asked)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'org.sync_running' });
    await world.settle();
  });

  it('is run by one process only', async () => {
    await syncCompany(world, 3);
    const lease = await tryLease(world.kernel.db, 'org-sync', 60_000);
    const id = await sync(world);
    expect(await stateOfSync(id)).toEqual({ state: 'running' });
    await lease?.release();
    await runTender();
    expect(await stateOfSync(id)).toEqual({ state: 'done' });
  });
});
