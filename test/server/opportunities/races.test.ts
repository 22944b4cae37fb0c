import { expect, it } from 'vitest';
import { getCustomer } from '../../../server/contract/customers.ts';
import { moveStage, updateOpportunity } from '../../../server/contract/opportunities.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer, addDeal, addProduct, eventsOf, open, read, win } from './deals.ts';

const world = useWorld({ isolated: true });

const standard = async () => {
  const people = await world.company.standard();
  return { ...people, productId: await addProduct(world, people.admin, 100_000) };
};

it('of many saves of the same version exactly one counts', async () => {
  const { alice } = await standard();
  const id = await addDeal(world, alice);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      world.call(alice, updateOpportunity, { params: { id }, body: { situation: `第${index}次`, version: 1 } }),
    ),
  );
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(new Set(answers.filter((answer) => !answer.ok).map((answer) => answer.problem.code))).toEqual(
    new Set(['conflict.stale']),
  );
  expect((await read(world, alice, id)).version).toBe(2);
});

it('winning, losing and moving at once leave one of them', async () => {
  const { alice, productId } = await standard();
  const id = await addDeal(world, alice, { lines: [{ productId, quantity: 1, agreedPrice: 100_000 }] });
  const answers = await Promise.all([
    ...Array.from({ length: 5 }, () => win(world, alice, id, { version: 1 })),
    ...Array.from({ length: 5 }, () =>
      world.call(alice, moveStage, {
        params: { id },
        body: { stage: 'needs' as const, facts: { contactPerson: '王总' }, version: 1 },
      }),
    ),
  ]);
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect((await eventsOf(world, id)).length).toBe(2);
});

it('of two requests to win beyond authority one asks', async () => {
  const { alice, productId } = await standard();
  const id = await addDeal(world, alice, { lines: [{ productId, quantity: 1, agreedPrice: 80_000 }] });
  const answers = await Promise.all(Array.from({ length: 6 }, () => win(world, alice, id, { version: 1 })));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(await world.kernel.db('approvals')).toHaveLength(1);
});

it('changes below one customer at once still add up', async () => {
  const { alice, eastLeader, productId } = await standard();
  const customerId = await addCustomer(world, alice);
  const deal = () => addDeal(world, alice, { customerId, lines: [{ productId, quantity: 1, agreedPrice: 100_000 }] });
  const ids = [await deal(), await deal(), await deal(), await deal()];
  const answers = await Promise.all([
    ...ids.slice(0, 2).map((id) => win(world, alice, id, { version: 1 })),
    ...ids
      .slice(2)
      .map((id) => world.call(eastLeader, updateOpportunity, { params: { id }, body: { amount: 7, version: 1 } })),
    open(world, alice, { name: '新的', customerId, amount: 1000 }),
  ]);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
  expect((await world.call(alice, getCustomer, { params: { id: customerId } })).data).toMatchObject({
    openOpportunities: 3,
    openAmount: 1014,
    figures: { wonAmount: 200_000 },
  });
});
