import { describe, expect, it } from 'vitest';
import { logFollowUp } from '../../../server/contract/activities.ts';
import { setPreferences } from '../../../server/contract/messages.ts';
import type { Id } from '../../../server/contract/page.ts';
import { runDueJobs } from '../../../server/kernel/schedule.ts';
import type { Card } from '../../../server/ports/chat.ts';
import { accountOf, deliver, ledger } from '../../bot/delivering.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer, addDeal } from '../opportunities/deals.ts';

const world = useWorld();

const run = async (job: string): Promise<void> => {
  await runDueJobs(
    world.kernel,
    world.product.jobs.filter((one) => one.name === job),
  );
  await deliver(world);
};
const at = (text: string): void => world.clock.set(new Date(`${text}:00+08:00`));
const promise = (as: Id, customerId: Id, next: string, opportunityId?: Id) =>
  world.call(as, logFollowUp, {
    body: {
      customerId,
      kind: 'call',
      content: '约好了',
      nextContactAt: `${next}:00.000+08:00`,
      ...(opportunityId && { opportunityId }),
    },
  });
const cards = (): { to: string; card: Card }[] =>
  world.platform.sent.flatMap(({ target, content }) =>
    target.kind === 'person' && content.type === 'card' ? [{ to: target.account, card: content.card }] : [],
  );
const account = (personId: Id): Promise<string> => accountOf(world, personId);

describe('a promised contact', () => {
  it('is called to mind at its time, once, to the owner', async () => {
    const { alice } = await world.company.standard();
    const customerId = await addCustomer(world, alice, '青山重工');
    await promise(alice, customerId, '2026-03-11T15:00');
    at('2026-03-11T14:59');
    await run('contacts due');
    expect(cards()).toEqual([]);
    at('2026-03-11T15:00');
    await run('contacts due');
    await run('contacts due');
    at('2026-03-11T15:01');
    await run('contacts due');
    expect(cards()).toMatchObject([
      {
        to: await account(alice),
        card: { title: '该联系 青山重工 了', subtitle: '约定时间 15:00', path: `/customers/${customerId}` },
      },
    ]);
  });

  it('is told once when it was made about an opportunity', async () => {
    const { alice } = await world.company.standard();
    const customerId = await addCustomer(world, alice);
    const deal = await addDeal(world, alice, { customerId });
    await promise(alice, customerId, '2026-03-11T15:00', deal);
    at('2026-03-11T14:59');
    await run('contacts due');
    at('2026-03-11T15:00');
    await run('contacts due');
    expect(cards()).toHaveLength(1);
  });

  it('is not forgotten over an outage', async () => {
    const { alice } = await world.company.standard();
    at('2026-03-11T11:00');
    await run('contacts due');
    await promise(alice, await addCustomer(world, alice), '2026-03-11T13:00');
    at('2026-03-11T16:30');
    await run('contacts due');
    expect(cards()).toHaveLength(1);
  });

  it('is kept back in quiet hours, and dropped when the contact was made meanwhile', async () => {
    const { alice, bob } = await world.company.standard();
    const [kept, made] = [await addCustomer(world, alice), await addCustomer(world, bob)];
    await promise(alice, kept, '2026-03-11T22:00');
    await promise(bob, made, '2026-03-11T22:00');
    at('2026-03-11T21:59');
    await run('contacts due');
    at('2026-03-11T22:00');
    await run('contacts due');
    expect((await ledger(world)).map((row) => row.state)).toEqual(['held', 'held']);
    await world.call(bob, logFollowUp, {
      body: { customerId: made, kind: 'call', content: '打过了', nextContactAt: null },
    });
    at('2026-03-12T08:00');
    await deliver(world);
    expect(cards().map((one) => one.to)).toEqual([await account(alice)]);
    expect((await ledger(world)).map((row) => row.state).sort()).toEqual(['dropped', 'sent']);
  });

  it('is not told to somebody who does not want it', async () => {
    const { alice } = await world.company.standard();
    const body = { quietFrom: '21:00', quietUntil: '08:00', muted: ['contact_due' as const] };
    await world.call(alice, setPreferences, { body });
    await promise(alice, await addCustomer(world, alice), '2026-03-11T15:00');
    at('2026-03-11T15:00');
    await run('contacts due');
    expect(await ledger(world)).toEqual([]);
  });
});

describe('the morning list', () => {
  it('tells everybody at nine on a working day whom they have promised, overdue ones marked', async () => {
    const { alice, bob } = await world.company.standard();
    const [late, today, tomorrow] = [
      await addCustomer(world, alice, '逾期甲'),
      await addCustomer(world, alice, '今天乙'),
      await addCustomer(world, bob),
    ];
    await promise(alice, late, '2026-03-11T15:00');
    await promise(alice, today, '2026-03-12T16:00');
    await promise(bob, tomorrow, '2026-03-13T10:00');
    at('2026-03-12T09:00');
    await run('morning list');
    await run('morning list');
    expect(cards()).toMatchObject([
      {
        to: await account(alice),
        card: {
          emphasis: { value: '2', label: '位待联系,其中 1 位已逾期' },
          facts: [
            { label: '已逾期', value: '逾期甲' },
            { label: '16:00', value: '今天乙' },
          ],
          path: '/due-contacts',
        },
      },
    ]);
  });

  it('does not come on a day off', async () => {
    const { alice } = await world.company.standard();
    await promise(alice, await addCustomer(world, alice), '2026-03-14T15:00');
    at('2026-03-14T09:00');
    await run('morning list');
    expect(cards()).toEqual([]);
  });
});

describe('the ladder of silence', () => {
  it('climbs from the owner to the leader to the leader’s leader', async () => {
    const { alice, eastLeader, boss } = await world.company.standard();
    await addDeal(world, alice, { name: '静默项目', amount: 36_800_000 });
    at('2026-03-13T09:30');
    await run('silent opportunities');
    expect(cards()).toEqual([]);
    // The 14th and 15th are a weekend: day three is told on Monday, day five with it at once.
    at('2026-03-16T09:30');
    await run('silent opportunities');
    expect(cards().map((one) => one.to)).toEqual([await account(alice), await account(eastLeader)]);
    at('2026-03-17T09:30');
    await run('silent opportunities');
    expect(cards()).toHaveLength(2);
    at('2026-03-18T09:30');
    await run('silent opportunities');
    expect(cards()).toHaveLength(3);
    expect(cards().at(-1)).toMatchObject({
      to: await account(boss),
      card: { emphasis: { value: '1' }, facts: [{ label: '7天', value: '李一 · 静默项目 · ¥36.8 万' }] },
    });
  });

  it('begins anew after a contact', async () => {
    const { alice } = await world.company.standard();
    const customerId = await addCustomer(world, alice);
    const deal = await addDeal(world, alice, { customerId });
    at('2026-03-16T09:00');
    await world.call(alice, logFollowUp, {
      body: { customerId, opportunityId: deal, kind: 'call', content: '联系上了' },
    });
    at('2026-03-16T09:30');
    await run('silent opportunities');
    expect(cards()).toEqual([]);
    at('2026-03-19T09:30');
    await run('silent opportunities');
    expect(cards()).toHaveLength(1);
  });

  it('puts many opportunities into one card', async () => {
    const { alice, bob, eastLeader } = await world.company.standard();
    for (const owner of [alice, alice, bob]) await addDeal(world, owner);
    at('2026-03-16T09:30');
    await run('silent opportunities');
    const toLeader = cards().filter((one) => one.card.title === '团队有商机久未联系');
    expect(toLeader).toMatchObject([{ to: await account(eastLeader), card: { emphasis: { value: '3' } } }]);
  });

  it('says nothing of what is closed', async () => {
    const { alice } = await world.company.standard();
    const deal = await addDeal(world, alice);
    await world.kernel.db('opportunities').where({ id: deal }).update({ state: 'lost' });
    at('2026-03-20T09:30');
    await run('silent opportunities');
    expect(cards()).toEqual([]);
  });
});
