import { beforeEach, describe, expect, it } from 'vitest';
import { loseOpportunity, reopenOpportunity } from '../../../server/contract/opportunities.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addDeal, addProduct, eventsOf, read, win } from './deals.ts';

const world = useWorld();
let people: StandardCompany;
let reasonId: string;
beforeEach(async () => {
  people = await world.company.standard();
  const row = await world.kernel.db('dictionary_entries').where({ kind: 'loss_reason', active: 1 }).first('id');
  reasonId = String(row.id);
});

const lose = (as: string | null, id: string, version = 1, reason = reasonId) =>
  world.call(as, loseOpportunity, { params: { id }, body: { reasonId: reason, note: '价格差太多', version } });
const reopen = (as: string, id: string, version: number) =>
  world.call(as, reopenOpportunity, { params: { id }, body: { note: '客户回头', version } });

describe('losing', () => {
  it('closes with the reason and ends the promised contact', async () => {
    const id = await addDeal(world, people.alice, { amount: 500 });
    await world.kernel.db('opportunities').where({ id }).update({ next_contact_at: world.clock.now() });
    expect((await lose(people.alice, id)).data).toEqual({ version: 2 });
    const lost = await read(world, people.alice, id);
    expect(lost).toMatchObject({
      state: 'lost',
      version: 2,
      likelihood: 0,
      amount: 500,
      closedOn: '2026-03-11',
      reasonNote: '价格差太多',
      nextContactAt: null,
      abilities: { reopen: true, update: false },
    });
    expect(lost.reason).toBeTruthy();
  });

  it('is refused with a reason that cannot be chosen, an old version, out of scope, and twice', async () => {
    const id = await addDeal(world, people.alice);
    const winReason = await world.kernel.db('dictionary_entries').where({ kind: 'win_reason' }).first('id');
    expect((await lose(people.alice, id, 1, String(winReason.id))).problem?.code).toBe('customer.option_unknown');
    expect((await lose(people.alice, id, 2)).problem?.code).toBe('conflict.stale');
    expect((await lose(people.carol, id)).status).toBe(404);
    expect((await lose(null, id)).status).toBe(401);
    await lose(people.alice, id);
    expect((await lose(people.alice, id, 2)).problem?.code).toBe('opportunity.closed');
  });
});

describe('reopening', () => {
  it('brings a lost opportunity back into its stage', async () => {
    const id = await addDeal(world, people.alice, { stage: 'survey' });
    await lose(people.alice, id);
    world.clock.advance(5 * 86_400_000);
    expect((await reopen(people.alice, id, 2)).data).toEqual({ version: 3 });
    expect(await read(world, people.alice, id)).toMatchObject({
      state: 'open',
      stage: 'survey',
      stageDays: 0,
      likelihood: 30,
      closedOn: null,
      reason: null,
      stageHistory: [
        { stage: 'survey', days: 0 },
        { stage: 'survey', leftAt: null },
      ],
    });
    expect(await eventsOf(world, id)).toEqual(['opportunity.created', 'opportunity.lost', 'opportunity.reopened']);
  });

  it('is refused while it is open, for what is won, and with an old version', async () => {
    const id = await addDeal(world, people.alice);
    expect((await reopen(people.alice, id, 1)).problem?.code).toBe('opportunity.not_closed');
    await lose(people.alice, id);
    expect((await reopen(people.alice, id, 1)).problem?.code).toBe('conflict.stale');
    expect((await reopen(people.carol, id, 2)).status).toBe(404);
    const productId = await addProduct(world, people.admin);
    const won = await addDeal(world, people.alice, { lines: [{ productId, quantity: 1, agreedPrice: 100_000 }] });
    await win(world, people.alice, won);
    expect((await reopen(people.alice, won, 2)).problem).toMatchObject({ status: 403, code: 'record.not_allowed' });
  });
});
