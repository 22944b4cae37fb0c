import { beforeEach, describe, expect, it } from 'vitest';
import { getApproval } from '../../../server/contract/approvals.ts';
import { events } from '../../../server/kernel/event.ts';
import { allRows } from '../../../server/kernel/rows.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { ask, askPending, flowOf, rememberOutcomes, stepBy, superior } from './requests.ts';

const world = useWorld();
let people: StandardCompany;
beforeEach(async () => {
  rememberOutcomes();
  people = await world.company.standard();
});

const approversOf = async (approvalId: string, viewer = people.alice): Promise<[string, string][]> => {
  const answer = await world.call(viewer, getApproval, { params: { id: approvalId } });
  return (
    answer.data?.steps.flatMap((step) => step.tasks.map((task): [string, string] => [task.approver.id, task.state])) ??
    []
  );
};

describe('asking for consent', () => {
  it('asks the direct leader first and expects the next one after', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1), superior(2)));
    expect(await approversOf(id)).toEqual([
      [people.eastLeader, 'pending'],
      [people.boss, 'waiting'],
    ]);
  });

  it('is not needed when no step applies', async () => {
    const step = { ...superior(1), when: { fact: 'discountPermille', op: 'over' as const, value: 200 } };
    expect(await ask(world, people.alice, flowOf(step))).toEqual({ outcome: 'not_needed' });
  });

  it('asks a person who stands in two steps once', async () => {
    const id = await askPending(world, people.eastLeader, flowOf(superior(1), superior(2)));
    expect(await approversOf(id, people.eastLeader)).toEqual([[people.boss, 'pending']]);
  });

  it('skips a step in which the requester is an approver', async () => {
    const id = await askPending(
      world,
      people.alice,
      flowOf(stepBy({ kind: 'person', personId: people.alice }), superior(1)),
    );
    expect(await approversOf(id)).toEqual([[people.eastLeader, 'pending']]);
  });

  it('goes to the next superior when the named approver is gone', async () => {
    const gone = await world.company.person('离职者', { state: 'left' });
    const id = await askPending(world, people.alice, flowOf(stepBy({ kind: 'person', personId: gone })));
    expect(await approversOf(id)).toEqual([[people.eastLeader, 'pending']]);
  });

  it('steps over a leader who has left', async () => {
    await world.kernel.db('people').where({ id: people.eastLeader }).update({ state: 'left' });
    await world.kernel.db('org_state').increment('version', 1);
    const id = await askPending(world, people.alice, flowOf(superior(1)));
    expect(await approversOf(id)).toEqual([[people.boss, 'pending']]);
  });

  it('asks every leader of the department', async () => {
    const second = await world.company.person('副总监', {
      departmentId: people.east,
      leads: true,
      leaderId: people.boss,
    });
    const id = await askPending(world, people.alice, flowOf(stepBy({ kind: 'department_leader' }, 'all')));
    expect((await approversOf(id)).map(([person]) => person).sort()).toEqual([people.eastLeader, second].sort());
  });

  it('asks the holders of a role', async () => {
    const role = await world.company.grant(people.carol, 'self');
    const id = await askPending(world, people.alice, flowOf(stepBy({ kind: 'role', roleId: role })));
    expect(await approversOf(id)).toEqual([[people.carol, 'pending']]);
  });

  it('is not needed by somebody at the top who sees everything', async () => {
    expect(await ask(world, people.boss, flowOf(superior(1)))).toEqual({ outcome: 'not_needed' });
  });

  it('has no approver when nobody is above somebody who is not at the top', async () => {
    const loner = await world.company.person('独行者');
    expect(await ask(world, loner, flowOf(superior(1)))).toEqual({ outcome: 'no_approver' });
  });

  it('allows one pending approval per record', async () => {
    await askPending(world, people.alice, flowOf(superior(1)), '77');
    await expect(ask(world, people.alice, flowOf(superior(1)), '77')).rejects.toMatchObject({
      code: 'approval.already_pending',
    });
  });

  it('tells who is asked now', async () => {
    const id = await askPending(world, people.alice, flowOf(superior(1), superior(2)));
    const rows = await allRows(
      events,
      world.kernel.db('events').where({ subject_kind: 'approval', subject_id: id }).orderBy('id'),
    );
    expect(rows.map((row) => row.name)).toEqual(['approval.requested', 'approval.step_started']);
    expect(rows[1]?.payload).toMatchObject({
      approvalId: id,
      position: 1,
      requesterName: '李一',
      tasks: [{ approverId: people.eastLeader }],
    });
  });
});
