import { beforeEach, describe, expect, it } from 'vitest';
import { decideApproval, getApproval, withdrawApproval } from '../../../server/contract/approvals.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { reassignPendingApprovals } from '../../../server/modules/approvals/index.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { ask, askPending, flowOf, rememberOutcomes, stepBy, superior } from './requests.ts';

const world = useWorld();
let people: StandardCompany;
let memory: ReturnType<typeof rememberOutcomes>;
beforeEach(async () => {
  memory = rememberOutcomes();
  people = await world.company.standard();
});

const withdraw = (as: string, id: string) => world.call(as, withdrawApproval, { params: { id } });
const decide = (as: string, id: string) =>
  world.call(as, decideApproval, { params: { id }, body: { decision: 'approved' } });

describe('withdrawing', () => {
  it('ends the request and lets the record ask again', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1)), '88');
    expect((await withdraw(people.alice, id)).status).toBe(200);
    expect(memory.outcomes).toMatchObject([{ approvalId: id, state: 'withdrawn' }]);
    expect((await ask(world, people.alice, flowOf(superior(1)), '88')).outcome).toBe('pending');
  });

  it('is for the requester alone', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1)));
    expect((await withdraw(people.eastLeader, id)).problem).toMatchObject({ status: 403, code: 'record.not_allowed' });
    expect((await withdraw(people.carol, id)).status).toBe(404);
  });

  it('comes too late after the decision or a first withdrawal', async () => {
    const decided = await askPending(world, people.alice, flowOf(superior(1)));
    await decide(people.eastLeader, decided);
    expect((await withdraw(people.alice, decided)).problem).toMatchObject({
      code: 'approval.decided',
      params: { who: '赵东', decision: '同意' },
    });
    const twice = await askPending(world, people.alice, flowOf(superior(1)));
    await withdraw(people.alice, twice);
    expect((await withdraw(people.alice, twice)).problem?.code).toBe('approval.withdrawn');
  });
});

describe('handing pending approvals on', () => {
  const reassign = (fromId: string, toId: string) =>
    inTransaction(world.work, (work) => reassignPendingApprovals(work, { fromId, toId, reason: '审批人离职' }));

  it('asks the receiver; the old task stays as history and no longer counts', async () => {
    const ids = [
      await askPending(world, people.alice, flowOf(superior(1))),
      await askPending(world, people.bob, flowOf(superior(1))),
    ];
    expect(await reassign(people.eastLeader, people.boss)).toBe(2);
    expect((await decide(people.eastLeader, ids[0] ?? '')).problem?.code).toBe('approval.superseded');
    for (const id of ids) expect((await decide(people.boss, id)).data).toEqual({ state: 'approved' });
    const detail = await world.call(people.alice, getApproval, { params: { id: ids[0] ?? '' } });
    expect(detail.data?.steps[0]?.tasks.map((task) => [task.approver.name, task.state])).toEqual([
      ['赵东', 'superseded'],
      ['钱总', 'approved'],
    ]);
    expect(await world.kernel.db('events').where({ name: 'approval.reassigned' })).toHaveLength(2);
  });

  it('never asks people about their own request', async () => {
    const role = await world.company.grant(people.carol, 'self');
    const id = await askPending(world, people.alice, flowOf(stepBy({ kind: 'role', roleId: role })));
    await reassign(people.carol, people.alice);
    expect((await decide(people.alice, id)).problem?.code).toBe('approval.not_yours');
    expect((await decide(people.eastLeader, id)).data).toEqual({ state: 'approved' });
  });

  it('does not ask somebody twice who was asked already', async () => {
    const second = await world.company.person('副总监', { departmentId: people.east, leads: true });
    const id = await askPending(world, people.alice, flowOf(stepBy({ kind: 'department_leader' }, 'all')));
    await reassign(second, people.eastLeader);
    expect((await decide(people.eastLeader, id)).data).toEqual({ state: 'approved' });
  });

  it('leaves decided approvals alone', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1)));
    await decide(people.eastLeader, id);
    expect(await reassign(people.eastLeader, people.boss)).toBe(0);
  });
});
