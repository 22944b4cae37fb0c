import { beforeEach, describe, expect, it } from 'vitest';
import { decideApproval, getApproval, listApprovals } from '../../../server/contract/approvals.ts';
import { countPendingApprovals, pendingApprovalsOf } from '../../../server/modules/approvals/index.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { askPending, flowOf, rememberOutcomes, superior } from './requests.ts';

const world = useWorld();
let people: StandardCompany;
let memory: ReturnType<typeof rememberOutcomes>;
beforeEach(async () => {
  memory = rememberOutcomes();
  people = await world.company.standard();
});

const box = async (as: string, name: 'pending' | 'mine' | 'done', query: { limit?: number; cursor?: string } = {}) =>
  world.call(as, listApprovals, { query: { box: name, ...query } });
const ids = async (as: string, name: 'pending' | 'mine' | 'done') =>
  (await box(as, name)).data?.items.map((item) => item.id);

describe('the boxes', () => {
  it('show what waits for me, what I asked for and what I have handled, newest first', async () => {
    const first = await askPending(world, people.alice, flowOf(superior(1), superior(2)));
    const second = await askPending(world, people.bob, flowOf(superior(1)));
    expect(await ids(people.eastLeader, 'pending')).toEqual([second, first]);
    expect(await ids(people.boss, 'pending')).toEqual([]);
    expect(await ids(people.alice, 'mine')).toEqual([first]);
    await world.call(people.eastLeader, decideApproval, { params: { id: first }, body: { decision: 'approved' } });
    expect(await ids(people.eastLeader, 'pending')).toEqual([second]);
    expect(await ids(people.eastLeader, 'done')).toEqual([first]);
    expect(await ids(people.boss, 'pending')).toEqual([first]);
  });

  it('say what is wanted, by whom, and for whom it waits', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1)), '7001');
    expect((await box(people.eastLeader, 'pending')).data?.items).toEqual([
      {
        id,
        title: '申请 8 折',
        subject: { kind: 'product', id: '7001' },
        subjectName: '标的 7001',
        requester: { id: people.alice, name: '李一', active: true },
        state: 'pending',
        waitingFor: [{ id: people.eastLeader, name: '赵东', active: true }],
        createdAt: '2026-03-11T02:00:00.000Z',
        decidedAt: null,
        mine: 'pending',
      },
    ]);
  });

  it('come in pages without gaps or repeats', async () => {
    for (let index = 0; index < 5; index += 1) await askPending(world, people.alice, flowOf(superior(1)));
    const first = (await box(people.eastLeader, 'pending', { limit: 2 })).data;
    const second = (await box(people.eastLeader, 'pending', { limit: 3, cursor: first?.nextCursor ?? '' })).data;
    expect(new Set([...(first?.items ?? []), ...(second?.items ?? [])].map((item) => item.id)).size).toBe(5);
    expect(second?.nextCursor).toBeNull();
  });

  it('refuse a cursor nobody was given, and people without a session', async () => {
    expect((await box(people.alice, 'mine', { cursor: 'x' })).problem?.code).toBe('request.bad_cursor');
    expect((await world.call(null, listApprovals, { query: { box: 'mine' } })).status).toBe(401);
  });

  it('cost the same number of queries for two rows and for twenty', async () => {
    const count = async (): Promise<number> => {
      let queries = 0;
      const listener = (): void => void (queries += 1);
      world.kernel.db.on('query', listener);
      await box(people.eastLeader, 'pending');
      world.kernel.db.off('query', listener);
      return queries;
    };
    for (let index = 0; index < 2; index += 1) await askPending(world, people.alice, flowOf(superior(1)));
    const few = await count();
    for (let index = 0; index < 18; index += 1) await askPending(world, people.bob, flowOf(superior(1)));
    expect(few).toBeGreaterThan(2);
    expect(await count()).toBe(few);
  });

  it('are counted for the workbench', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1)));
    expect(await countPendingApprovals(world.work, people.eastLeader)).toBe(1);
    expect(await pendingApprovalsOf(world.work, people.eastLeader)).toMatchObject([
      { approvalId: id, title: '申请 8 折' },
    ]);
    expect(await countPendingApprovals(world.work, people.boss)).toBe(0);
  });
});

describe('one approval', () => {
  it('is readable by those who take part or see its subject, and by nobody else', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1), superior(2)));
    const status = async (as: string | null) => (await world.call(as, getApproval, { params: { id } })).status;
    memory.viewers.add(people.dave);
    expect(await Promise.all([people.alice, people.eastLeader, people.boss, people.dave].map(status))).toEqual([
      200, 200, 200, 200,
    ]);
    expect(await status(people.carol)).toBe(404);
    expect(await status(null)).toBe(401);
  });

  it('offers exactly what the viewer can do', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1)));
    const abilities = async (as: string) => (await world.call(as, getApproval, { params: { id } })).data?.abilities;
    expect(await abilities(people.alice)).toEqual({ decide: false, withdraw: true });
    expect(await abilities(people.eastLeader)).toEqual({ decide: true, withdraw: false });
    await world.call(people.eastLeader, decideApproval, { params: { id }, body: { decision: 'approved' } });
    expect(await abilities(people.alice)).toEqual({ decide: false, withdraw: false });
  });
});
