import { beforeEach, describe, expect, it } from 'vitest';
import { decideApproval, getApproval, withdrawApproval } from '../../../server/contract/approvals.ts';
import type { Surface } from '../../../server/contract/subject.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { decideApproval as decide } from '../../../server/modules/approvals/index.ts';
import { actorOf } from '../../../server/modules/org/index.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { askPending, flowOf, rememberOutcomes, stepBy, superior } from './requests.ts';

const world = useWorld();
let people: StandardCompany;
let memory: ReturnType<typeof rememberOutcomes>;
beforeEach(async () => {
  memory = rememberOutcomes();
  people = await world.company.standard();
});

const press = (as: string | null, id: string, decision: 'approved' | 'rejected' = 'approved', comment = '') =>
  world.call(as, decideApproval, { params: { id }, body: { decision, comment } });

const pressOnCard = async (
  as: string,
  approvalId: string,
  decision: 'approved' | 'rejected',
  surface: Surface = 'card',
) => {
  const actor = await actorOf(world.kernel, as, surface);
  if (!actor) throw new Error('not active');
  return inTransaction({ ...world.kernel, actor }, (work) => decide(work, { approvalId, decision, comment: '' }));
};

describe('deciding', () => {
  it('goes through the steps in order and ends with the last', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1), superior(2)));
    expect((await press(people.eastLeader, id)).data).toEqual({ state: 'pending' });
    expect(memory.outcomes).toEqual([]);
    expect((await press(people.boss, id)).data).toEqual({ state: 'approved' });
    expect(memory.outcomes).toMatchObject([{ approvalId: id, state: 'approved', decidedBy: people.boss }]);
    expect(memory.outcomes[0]?.facts).toEqual({ discountPermille: 200 });
  });

  it('ends at the first refusal; nobody after is asked', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1), superior(2)));
    expect((await press(people.eastLeader, id, 'rejected', '利润太低')).data).toEqual({ state: 'rejected' });
    expect(memory.outcomes).toMatchObject([{ state: 'rejected', comment: '利润太低' }]);
    const detail = (await world.call(people.alice, getApproval, { params: { id } })).data;
    expect(detail).toMatchObject({ state: 'rejected', waitingFor: [] });
    expect(detail?.steps.map((step) => step.tasks.map((task) => task.state))).toEqual([['rejected'], ['superseded']]);
  });

  it('asks whoever is the approver when the step starts', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1), superior(2)));
    await world.kernel.db('people').where({ id: people.eastLeader }).update({ direct_leader_id: people.southLeader });
    await world.kernel.db('org_state').increment('version', 1);
    await press(people.eastLeader, id);
    expect((await press(people.boss, id)).problem?.code).toBe('approval.superseded');
    expect((await press(people.southLeader, id)).data).toEqual({ state: 'approved' });
  });

  it('takes one answer where any approver will do, and tells the other who gave it and when', async () => {
    const id = await askPending(world, people.alice, flowOf(stepBy({ kind: 'department_leader' }), superior(2)));
    const second = await world.company.person('副总监', { departmentId: people.east, leads: true });
    const shared = await askPending(world, people.bob, flowOf(stepBy({ kind: 'department_leader' }), superior(2)));
    await press(people.eastLeader, id);
    expect((await press(second, shared)).data).toEqual({ state: 'pending' });
    expect((await press(people.eastLeader, shared)).problem).toMatchObject({
      status: 409,
      code: 'approval.decided',
      params: { who: '副总监', when: '今天 10:00', decision: '同意' },
      detail: '副总监已于今天 10:00 同意',
    });
  });

  it('waits for everybody where all must agree', async () => {
    const second = await world.company.person('副总监', { departmentId: people.east, leads: true });
    const id = await askPending(world, people.alice, flowOf(stepBy({ kind: 'department_leader' }, 'all')));
    expect((await press(second, id)).data).toEqual({ state: 'pending' });
    expect((await press(people.eastLeader, id)).data).toEqual({ state: 'approved' });
  });

  it('needs a reason for a refusal in the app, not on a card', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1)));
    expect((await press(people.eastLeader, id, 'rejected')).problem).toMatchObject({
      status: 422,
      code: 'approval.comment_required',
    });
    expect(await pressOnCard(people.eastLeader, id, 'rejected')).toEqual({ state: 'rejected' });
  });
});

describe('a press that does not count', () => {
  it('without a session is 401', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1)));
    expect((await press(null, id)).status).toBe(401);
  });

  it('on an approval one neither takes part in nor sees is 404', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1)));
    expect((await press(people.carol, id)).problem).toMatchObject({ status: 404, code: 'record.not_found' });
  });

  it('by somebody who sees it but was not asked is 403, the requester included', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1)));
    memory.viewers.add(people.carol);
    for (const person of [people.carol, people.alice])
      expect((await press(person, id)).problem).toMatchObject({ status: 403, code: 'approval.not_yours' });
  });

  it('by a colleague on a card in the group is answered in words, not denied to exist', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1)));
    await expect(pressOnCard(people.carol, id, 'approved')).rejects.toMatchObject({ code: 'approval.not_yours' });
  });

  it('before one is asked is 403', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1), superior(2)));
    expect((await press(people.boss, id)).problem?.code).toBe('approval.not_yours');
  });

  it('after the decision says who, when and what', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1)));
    await press(people.eastLeader, id, 'rejected', '再谈谈');
    world.clock.advance(24 * 3600_000);
    expect((await press(people.eastLeader, id)).problem?.detail).toBe('您已于昨天 10:00 拒绝');
  });

  it('after the withdrawal says so', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1)));
    await world.call(people.alice, withdrawApproval, { params: { id } });
    expect((await press(people.eastLeader, id)).problem).toMatchObject({ status: 409, code: 'approval.withdrawn' });
  });

  it('by somebody who has been disabled since does not count', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1)));
    const work = await world.workAs(people.eastLeader);
    await world.kernel.db('people').where({ id: people.eastLeader }).update({ state: 'disabled' });
    await expect(
      inTransaction(work, (inner) => decide(inner, { approvalId: id, decision: 'approved', comment: '' })),
    ).rejects.toMatchObject({ code: 'approval.not_yours' });
    expect(memory.outcomes).toEqual([]);
  });

  it('on something malformed or unknown changes nothing', async () => {
    expect((await press(people.eastLeader, '123')).status).toBe(404);
    const bad = await world.call(people.eastLeader, decideApproval, {
      params: { id: '123' },
      body: { decision: 'maybe' as never },
    });
    expect(bad.status).toBe(400);
  });
});
