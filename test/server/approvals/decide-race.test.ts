import { expect, it } from 'vitest';
import { decideApproval } from '../../../server/contract/approvals.ts';
import { useWorld } from '../../support/world.ts';
import { askPending, flowOf, rememberOutcomes, stepBy, superior } from './requests.ts';

const world = useWorld({ isolated: true });

it('of a hundred presses at once exactly one decides, and all others are told who did, when and what', async () => {
  const memory = rememberOutcomes();
  const { alice, eastLeader } = await world.company.standard();
  const id = await askPending(world, alice, flowOf(superior(1)));
  const presses = Array.from({ length: 100 }, (_, index) =>
    world.call(eastLeader, decideApproval, {
      params: { id },
      body: { decision: index % 2 ? ('approved' as const) : ('rejected' as const), comment: '并发' },
    }),
  );
  const answers = await Promise.all(presses);
  const winners = answers.filter((answer) => answer.ok);
  expect(winners).toHaveLength(1);
  const losers = answers.filter((answer) => !answer.ok);
  expect(new Set(losers.map((answer) => `${answer.status} ${answer.problem.code}`))).toEqual(
    new Set(['409 approval.decided']),
  );
  const decision = winners[0]?.data?.state === 'approved' ? '同意' : '拒绝';
  expect(new Set(losers.map((answer) => answer.problem.detail))).toEqual(new Set([`您已于今天 10:00 ${decision}`]));
  expect(memory.outcomes).toHaveLength(1);
  const decided = await world.kernel.db('events').where({ name: 'approval.decided' });
  expect(decided).toHaveLength(1);
}, 60_000);

it('two approvers of whom one is enough cannot both decide', async () => {
  const memory = rememberOutcomes();
  const { alice, east, eastLeader, boss } = await world.company.standard();
  const second = await world.company.person('副总监', { departmentId: east, leads: true, leaderId: boss });
  const id = await askPending(world, alice, flowOf(stepBy({ kind: 'department_leader' })));
  const answers = await Promise.all(
    [eastLeader, second].map((person, index) =>
      world.call(person, decideApproval, {
        params: { id },
        body: { decision: index ? ('approved' as const) : ('rejected' as const), comment: '并发' },
      }),
    ),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  expect(memory.outcomes).toHaveLength(1);
});
