import { beforeEach, describe, expect, it } from 'vitest';
import { decideApproval, getApproval, listApprovals, withdrawApproval } from '../../../server/contract/approvals.ts';
import { getCustomer, getCustomerTimeline } from '../../../server/contract/customers.ts';
import {
  deleteOpportunity,
  getOpportunityTimeline,
  loseOpportunity,
  moveStage,
  updateOpportunity,
} from '../../../server/contract/opportunities.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer, addDeal, addProduct, eventsOf, read, win } from './deals.ts';

const world = useWorld();
let people: StandardCompany;
let productId: string;
beforeEach(async () => {
  people = await world.company.standard();
  productId = await addProduct(world, people.admin, 100_000);
});

const lines = (agreedPrice: number, quantity = 1) => [{ productId, quantity, agreedPrice }];
const decide = (as: string, id: string, decision: 'approved' | 'rejected' = 'approved', comment = '') =>
  world.call(as, decideApproval, { params: { id }, body: { decision, comment } });

const newestEvent = async (id: string) =>
  (await world.call(people.alice, getOpportunityTimeline, { params: { id } })).data?.items[0];

/** Asks for a win that needs consent. */
const ask = async (agreedPrice: number, as = people.alice): Promise<{ id: string; approvalId: string }> => {
  const id = await addDeal(world, as, { lines: lines(agreedPrice) });
  const { data } = await win(world, as, id, { note: '战略客户' });
  expect(data?.outcome).toBe('pending');
  return { id, approvalId: data?.approvalId ?? '' };
};

describe("winning within one's authority", () => {
  it('closes at once at the agreed price and shows in the figures of the customer', async () => {
    const customerId = await addCustomer(world, people.alice);
    const id = await addDeal(world, people.alice, { customerId, amount: 1, lines: lines(90_000) });
    const answer = await win(world, people.alice, id);
    const won = await read(world, people.alice, id);
    expect(answer.data).toEqual({ outcome: 'won', approvalId: null, version: won.version });
    expect(won).toMatchObject({
      state: 'won',
      amount: 90_000,
      likelihood: 100,
      closedOn: '2026-03-11',
      stageHistory: [{ leftAt: '2026-03-11T02:00:00.000Z' }],
      abilities: { update: false, win: false, lose: false, reopen: false, delete: false },
    });
    expect((await world.call(people.alice, getCustomer, { params: { id: customerId } })).data).toMatchObject({
      openOpportunities: 0,
      openAmount: 0,
      figures: { wonAmount: 90_000 },
    });
    expect(await eventsOf(world, id)).toEqual(['opportunity.created', 'opportunity.won']);
  });

  it('takes the lines agreed last and the reason', async () => {
    const reason = await world.kernel.db('dictionary_entries').where({ kind: 'win_reason' }).first('id', 'name');
    const id = await addDeal(world, people.alice);
    await win(world, people.alice, id, { lines: lines(95_000, 2), reasonId: String(reason.id), note: '样机满意' });
    expect(await read(world, people.alice, id)).toMatchObject({
      state: 'won',
      amount: 190_000,
      reason: reason.name,
      reasonNote: '样机满意',
    });
    expect(await newestEvent(id)).toMatchObject({
      name: 'opportunity.won',
      changes: [{ label: '产品', before: null }],
    });
  });

  it('needs nobody above the boss', async () => {
    const id = await addDeal(world, people.boss, { lines: lines(1) });
    expect((await win(world, people.boss, id)).data?.outcome).toBe('won');
  });
});

describe("winning beyond one's authority", () => {
  it('waits for the direct leader, who wins it by agreeing', async () => {
    const { id, approvalId } = await ask(82_000);
    expect(await read(world, people.alice, id)).toMatchObject({
      state: 'open',
      approvalPending: true,
      pendingApprovalId: approvalId,
    });
    const box = await world.call(people.eastLeader, listApprovals, { query: { box: 'pending' } });
    expect(box.data?.items).toMatchObject([{ id: approvalId, title: '申请 8.2 折赢单,¥820' }]);
    expect((await decide(people.eastLeader, approvalId)).data).toEqual({ state: 'approved' });
    expect(await read(world, people.alice, id)).toMatchObject({
      state: 'won',
      amount: 82_000,
      approvalPending: false,
      reasonNote: '战略客户',
    });
    expect(await eventsOf(world, id)).toEqual(['opportunity.created', 'opportunity.win_requested', 'opportunity.won']);
  });

  it('keeps the price agreed last, also when it is refused, and tells who changed it', async () => {
    const id = await addDeal(world, people.alice, { lines: lines(100_000) });
    const { data } = await win(world, people.alice, id, { lines: lines(72_000) });
    const asked = await newestEvent(id);
    expect(asked).toMatchObject({ name: 'opportunity.win_requested', actor: { id: people.alice } });
    expect(asked?.changes).toMatchObject([
      { label: '产品', after: expect.stringContaining('¥720') as string },
      { label: '金额', before: '¥1,000', after: '¥720' },
    ]);
    await decide(people.eastLeader, data?.approvalId ?? '', 'rejected', '太低');
    expect(await read(world, people.alice, id)).toMatchObject({ state: 'open', amount: 72_000, discountPermille: 280 });
  });

  it("above 25 % waits for the leader's leader too, in order", async () => {
    const { id, approvalId } = await ask(74_999);
    await decide(people.eastLeader, approvalId);
    expect((await read(world, people.alice, id)).state).toBe('open');
    await decide(people.boss, approvalId);
    expect((await read(world, people.alice, id)).state).toBe('won');
  });

  it('goes on with the reason on the time line when it is refused', async () => {
    const { id, approvalId } = await ask(82_000);
    await decide(people.eastLeader, approvalId, 'rejected', '至少 8.5 折');
    const detail = await read(world, people.alice, id);
    expect(detail).toMatchObject({ state: 'open', approvalPending: false, abilities: { win: true, update: true } });
    const own = await world.call(people.alice, getOpportunityTimeline, { params: { id } });
    expect(own.data?.items[0]).toMatchObject({
      sentence: `没有同意商机「${detail.name}」的赢单申请:至少 8.5 折`,
      actor: { id: people.eastLeader },
      reason: '至少 8.5 折',
    });
    const customers = await world.call(people.alice, getCustomerTimeline, {
      params: { id: detail.customer?.id ?? '' },
    });
    expect(customers.data?.items[0]?.sentence).toBe(
      `拒绝了「${detail.name}」的审批「申请 8.2 折赢单,¥820」:至少 8.5 折`,
    );
    expect((await win(world, people.alice, id, { lines: lines(86_000) })).data?.outcome).toBe('pending');
  });

  it('goes on when it is withdrawn', async () => {
    const { id, approvalId } = await ask(82_000);
    await world.call(people.alice, withdrawApproval, { params: { id: approvalId } });
    expect(await read(world, people.alice, id)).toMatchObject({ state: 'open', approvalPending: false });
  });

  it('shows the facts as they were when it was asked for', async () => {
    const { approvalId } = await ask(82_000);
    const detail = await world.call(people.eastLeader, getApproval, { params: { id: approvalId } });
    expect(detail.data?.facts).toContainEqual({ label: '折扣', value: '8.2 折' });
    expect(detail.data).toMatchObject({ note: '战略客户', abilities: { decide: true } });
  });

  it('allows no change while it waits', async () => {
    const { id } = await ask(82_000);
    const { version } = await read(world, people.alice, id);
    const refused = [
      await world.call(people.alice, updateOpportunity, { params: { id }, body: { name: 'X', version } }),
      await world.call(people.alice, moveStage, { params: { id }, body: { stage: 'needs', version } }),
      await world.call(people.alice, loseOpportunity, { params: { id }, body: { reasonId: '1', version } }),
      await world.call(people.alice, deleteOpportunity, { params: { id } }),
      await win(world, people.alice, id),
    ];
    expect(refused.map((answer) => answer.problem?.code)).toEqual(Array(5).fill('opportunity.approval_pending'));
  });
});

describe('winning is refused', () => {
  it('without lines', async () => {
    const id = await addDeal(world, people.alice, { amount: 100 });
    expect((await win(world, people.alice, id)).problem).toMatchObject({
      status: 422,
      code: 'opportunity.lines_missing',
    });
  });

  it('when consent is needed and nobody could give it, and then nothing is kept', async () => {
    const loner = await world.company.person('独行者');
    const id = await addDeal(world, loner);
    expect((await win(world, loner, id, { lines: lines(1) })).problem?.code).toBe('opportunity.no_approver');
    expect(await read(world, loner, id)).toMatchObject({ state: 'open', lines: [], version: 1 });
  });

  it('out of scope, to collaborators, with an old version, an unknown reason or twice', async () => {
    const id = await addDeal(world, people.alice, { lines: lines(100_000) });
    expect((await win(world, people.carol, id, { version: 1 })).status).toBe(404);
    const { customer } = await read(world, people.alice, id);
    await world.kernel.db('shares').insert({
      person_id: people.carol,
      kind: 'customer',
      record_id: customer?.id,
      created_at: world.clock.now(),
    });
    expect((await win(world, people.carol, id, { version: 1 })).problem).toMatchObject({
      status: 403,
      code: 'record.not_allowed',
    });
    expect((await win(world, people.alice, id, { version: 7 })).problem?.code).toBe('conflict.stale');
    expect((await win(world, people.alice, id, { reasonId: '5' })).problem).toMatchObject({
      code: 'customer.option_unknown',
      params: { label: '赢单原因' },
    });
    await win(world, people.alice, id);
    expect((await win(world, people.alice, id)).problem?.code).toBe('opportunity.closed');
  });
});
