import { describe, expect, it } from 'vitest';
import { assignHandover, undoHandover } from '../../../server/contract/handover.ts';
import { insertMany } from '../../../server/kernel/rows.ts';
import { batchSize } from '../../../server/modules/handover/execution/run-handover.ts';
import { runDueJobs } from '../../../server/kernel/schedule.ts';
import { customers } from '../../../server/modules/customers/store.ts';
import { useWorld } from '../../support/world.ts';
import { leave, leaveWithCase, readCase } from './leaving.ts';

const world = useWorld({ isolated: true });

const addCustomers = (ownerId: string, count: number): Promise<void> =>
  insertMany(
    world.work,
    customers,
    Array.from({ length: count }, (_, n) => ({
      name: `客户${n}`,
      nameKey: `客户${n}`,
      kind: 'customer' as const,
      ownerId,
      touchedAt: world.clock.now(),
      followUps: 0,
      openOpportunities: 0,
      openAmount: 0,
      wonAmount: 0,
    })),
  );
const owned = async (ownerId: string): Promise<number> => {
  const [row] = await world.kernel
    .db('customers')
    .where({ owner_id: ownerId })
    .count<{ count: number | string }[]>({ count: '*' });
  return Number(row?.count);
};
const countEvents = async (name: string): Promise<number> => {
  const [row] = await world.kernel.db('events').where({ name }).count<{ count: number | string }[]>({ count: '*' });
  return Number(row?.count);
};
const tend = async (): Promise<void> => {
  world.clock.advance(61_000);
  await runDueJobs(
    world.kernel,
    world.product.jobs.filter((job) => job.name === 'handover.continue'),
  );
  await world.settle();
};

/** Lets the process die while it writes its n-th batch, for good, and gives a way to bring it back. */
const dieAtBatch = (batch: number): (() => void) => {
  const { kernel } = world;
  const { nextId } = kernel;
  let batches = 0;
  const count = ({ sql }: { sql: string }): void => void (batches += /update `customers`/.test(sql) ? 1 : 0);
  kernel.db.on('query', count);
  kernel.nextId = () => {
    if (batches >= batch) throw new Error('killed');
    return nextId();
  };
  return () => {
    kernel.db.removeListener('query', count);
    Object.assign(kernel, { nextId });
  };
};

describe('a hand-over of more than a batch', () => {
  it(
    'goes on where a killed process was, moves every row once, and can be undone after another kill',
    { timeout: 90_000 },
    async () => {
      const { alice, bob, eastLeader } = await world.company.standard();
      await addCustomers(alice, 1300);
      const id = await leaveWithCase(world, alice, eastLeader);
      const revive = dieAtBatch(2);
      expect((await world.call(eastLeader, assignHandover, { params: { id }, body: { receiverId: bob } })).ok).toBe(
        true,
      );
      await world.settle();
      const moved = await owned(bob);
      expect([0, batchSize]).toContain(moved);
      expect(await readCase(world, eastLeader, id)).toMatchObject({
        state: 'running',
        progress: { done: moved, all: 1300 },
      });
      revive();
      await tend();
      expect(await readCase(world, eastLeader, id)).toMatchObject({
        state: 'done',
        progress: { done: 1300, all: 1300 },
        preview: [{ kind: 'customer', count: 1300 }, { kind: 'opportunity' }],
        receivers: [{ person: { id: bob }, count: 1300 }],
      });
      expect([await owned(alice), await owned(bob)]).toEqual([0, 1300]);
      expect(await countEvents('customer.transferred')).toBe(1300);
      expect(await countEvents('handover.finished')).toBe(1);

      const reviveAgain = dieAtBatch(2);
      expect((await world.call(eastLeader, undoHandover, { params: { id } })).ok).toBe(true);
      await world.settle();
      expect([await owned(alice), await owned(bob)]).toEqual([batchSize, 1300 - batchSize]);
      reviveAgain();
      await tend();
      expect(await readCase(world, eastLeader, id)).toMatchObject({ state: 'undone', undoSkipped: 0 });
      expect([await owned(alice), await owned(bob)]).toEqual([1300, 0]);
      expect(await countEvents('customer.transferred')).toBe(2600);
    },
  );
});

describe('racing', () => {
  it('deciders start one execution', async () => {
    const { alice, bob, boss, eastLeader } = await world.company.standard();
    await addCustomers(alice, 3);
    const id = await leaveWithCase(world, alice, eastLeader);
    const press = (as: string, receiverId: string) =>
      world.call(as, assignHandover, { params: { id }, body: { receiverId } });
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => press(eastLeader, eastLeader)),
      ...Array.from({ length: 5 }, () => press(boss, bob)),
    ]);
    expect(answers.filter((one) => one.ok)).toHaveLength(1);
    for (const answer of answers) if (!answer.ok) expect(answer.problem.code).toBe('handover.not_open');
    await world.settle();
    expect(await countEvents('customer.transferred')).toBe(3);
  });

  it('tellings of the same leaving open one case', async () => {
    const { alice } = await world.company.standard();
    await addCustomers(alice, 1);
    await Promise.all([leave(world, alice), leave(world, alice), leave(world, alice)]);
    await world.settle();
    expect(await world.kernel.db('handover_cases').select('state')).toEqual([{ state: 'open' }]);
    expect(await countEvents('person.left')).toBe(1);
  });
});
