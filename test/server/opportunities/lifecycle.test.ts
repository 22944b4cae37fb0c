import { describe, expect, it } from 'vitest';
import { opportunityStates, type OpportunityState } from '../../../server/contract/opportunities.ts';
import { approvalStates, taskStates, type ApprovalState, type TaskState } from '../../../server/contract/approvals.ts';
import { loseOpportunity, moveStage, reopenOpportunity } from '../../../server/contract/opportunities.ts';
import { move } from '../../../server/kernel/lifecycle.ts';
import { approvalLifecycle, taskLifecycle } from '../../../server/modules/approvals/approval.ts';
import { approvals, approvalTasks } from '../../../server/modules/approvals/store.ts';
import { opportunityLifecycle } from '../../../server/modules/opportunities/opportunity.ts';
import { opportunities } from '../../../server/modules/opportunities/store.ts';
import { useWorld } from '../../support/world.ts';
import { addDeal, addProduct, win } from './deals.ts';

const world = useWorld();

const illegal = <S extends string>(states: Record<S, string>, lifecycle: Record<S, readonly S[]>): [S, S][] => {
  const all = Object.keys(states) as S[];
  return all.flatMap((from) => all.filter((to) => !lifecycle[from].includes(to)).map((to): [S, S] => [from, to]));
};

describe('no row moves', () => {
  it.each(illegal<OpportunityState>(opportunityStates, opportunityLifecycle))(
    'an opportunity from %s to %s',
    async (from, to) => {
      await expect(move(world.work, opportunities, opportunityLifecycle, { id: '1', from, to })).rejects.toMatchObject({
        code: 'conflict.state',
      });
    },
  );

  it.each(illegal<ApprovalState>(approvalStates, approvalLifecycle))('an approval from %s to %s', async (from, to) => {
    await expect(move(world.work, approvals, approvalLifecycle, { id: '1', from, to })).rejects.toMatchObject({
      code: 'conflict.state',
    });
  });

  it.each(illegal<TaskState>(taskStates, taskLifecycle))('a task from %s to %s', async (from, to) => {
    await expect(move(world.work, approvalTasks, taskLifecycle, { id: '1', from, to })).rejects.toMatchObject({
      code: 'conflict.state',
    });
  });
});

it('each action on an opportunity in the wrong state is refused in words', async () => {
  const { alice, admin } = await world.company.standard();
  const productId = await addProduct(world, admin, 1000);
  const reason = await world.kernel.db('dictionary_entries').where({ kind: 'loss_reason' }).first('id');
  const lines = [{ productId, quantity: 1, agreedPrice: 1000 }];
  const [won, lost] = [await addDeal(world, alice, { lines }), await addDeal(world, alice, { lines })];
  const lose = (id: string, version: number) =>
    world.call(alice, loseOpportunity, { params: { id }, body: { reasonId: String(reason.id), version } });
  await win(world, alice, won);
  await lose(lost, 1);
  const refused = await Promise.all([
    lose(won, 2),
    world.call(alice, moveStage, { params: { id: won }, body: { stage: 'needs', version: 2 } }),
    world.call(alice, reopenOpportunity, { params: { id: won }, body: { version: 2 } }),
    win(world, alice, lost, { version: 2 }),
    world.call(alice, moveStage, { params: { id: lost }, body: { stage: 'needs', version: 2 } }),
  ]);
  expect(refused.map((answer) => answer.problem?.detail)).toEqual([
    '商机已赢单,不能再修改',
    '商机已赢单,不能再修改',
    '您不能对这条记录做此操作',
    '商机已输单,不能再修改',
    '商机已输单,不能再修改',
  ]);
});
