import { beforeEach, describe, expect, it } from 'vitest';
import { commentOnFollowUp, listFollowUps, logFollowUp } from '../../../server/contract/activities.ts';
import { deleteCustomer, getCustomer, getCustomerTimeline } from '../../../server/contract/customers.ts';
import { createOpportunity, getOpportunity } from '../../../server/contract/opportunities.ts';
import type { Id } from '../../../server/contract/page.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { setShares } from '../../../server/modules/org/index.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld, worldStart } from '../../support/world.ts';
import { addCustomer } from '../customers/customers.ts';
import { log, logged } from './follow-ups.ts';

const world = useWorld();
let company: StandardCompany;
beforeEach(async () => {
  company = await world.company.standard();
});
const hours = (n: number): string => new Date(worldStart.getTime() + n * 3_600_000).toISOString();
const addOpportunity = async (as: Id, customerId: Id): Promise<Id> => {
  const answer = await world.call(as, createOpportunity, { body: { customerId, name: '一期产线' } });
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.data.id;
};

describe('logging a contact', () => {
  it('tells everything that was logged', async () => {
    const { alice, bob } = company;
    const customerId = await addCustomer(world, alice, { contacts: [{ name: '王五' }] });
    const customer = await world.call(alice, getCustomer, { params: { id: customerId } });
    const contactId = customer.data?.contacts[0]?.id ?? '';
    const opportunityId = await addOpportunity(alice, customerId);
    const id = await logged(world, alice, {
      customerId,
      opportunityId,
      contactId,
      kind: 'visit',
      outcome: 'progress',
      content: '看了车间,\n约定下周演示',
      place: { latitude: 31.2, longitude: 120.6, name: '苏州工厂' },
      colleagueIds: [bob, bob, alice],
      nextContactAt: hours(48),
      happenedAt: hours(-3),
    });
    const answer = await world.call(alice, listFollowUps, { query: { customerId } });
    expect(answer.data?.items).toMatchObject([
      {
        id,
        kind: 'visit',
        outcome: 'progress',
        content: '看了车间,\n约定下周演示',
        customer: { id: customerId },
        opportunity: { id: opportunityId, name: '一期产线' },
        contact: { id: contactId, name: '王五' },
        author: { id: alice },
        colleagues: [{ id: bob }],
        place: { name: '苏州工厂' },
        nextContactAt: hours(48),
        happenedAt: hours(-3),
      },
    ]);
  });

  it('moves the customer and its opportunity: last contact, next contact, order of the list', async () => {
    const { alice } = company;
    const customerId = await addCustomer(world, alice);
    const opportunityId = await addOpportunity(alice, customerId);
    world.clock.advance(60_000);
    await logged(world, alice, { customerId, opportunityId, nextContactAt: hours(48), happenedAt: hours(-3) });
    await logged(world, alice, { customerId, opportunityId, happenedAt: hours(-30) });
    const expected = { lastContactAt: hours(-3), nextContactAt: hours(48) };
    const customer = await world.call(alice, getCustomer, { params: { id: customerId } });
    expect(customer.data).toMatchObject({
      ...expected,
      figures: { followUps: 2 },
      touchedAt: world.clock.now().toISOString(),
      version: 1,
    });
    const opportunity = await world.call(alice, getOpportunity, { params: { id: opportunityId } });
    expect(opportunity.data).toMatchObject(expected);
  });

  it('keeps a promise that was due today, and leaves a later one alone', async () => {
    const { alice } = company;
    const customerId = await addCustomer(world, alice);
    const promised = async () =>
      (await world.call(alice, getCustomer, { params: { id: customerId } })).data?.nextContactAt;
    await logged(world, alice, { customerId, nextContactAt: hours(48) });
    await logged(world, alice, { customerId });
    expect(await promised()).toBe(hours(48));
    await logged(world, alice, { customerId, nextContactAt: hours(5) });
    await logged(world, alice, { customerId });
    expect(await promised()).toBeNull();
    await logged(world, alice, { customerId, nextContactAt: hours(48) });
    await logged(world, alice, { customerId, nextContactAt: null });
    expect(await promised()).toBeNull();
  });

  it('appears on the time line of the customer', async () => {
    const { alice } = company;
    const customerId = await addCustomer(world, alice);
    await logged(world, alice, { customerId, kind: 'call', content: '报价已收到' });
    const answer = await world.call(alice, getCustomerTimeline, { params: { id: customerId } });
    expect(answer.data?.items[0]).toMatchObject({ name: 'follow_up.logged', sentence: '记录了电话跟进:报价已收到' });
  });

  it.each([
    [{ nextContactAt: hours(0) }, 422, 'follow_up.next_in_past'],
    [{ happenedAt: hours(1) }, 400, 'request.malformed'],
    [{ happenedAt: hours(-24 * 31) }, 400, 'request.malformed'],
    [{ photoIds: ['1'] }, 422, 'file.unknown'],
    [{ colleagueIds: ['1'] }, 422, 'org.person_unknown'],
    [{ contactId: '1' }, 422, 'follow_up.contact_mismatch'],
    [{ opportunityId: '1' }, 404, 'record.not_found'],
    [{ content: '  ' }, 400, 'request.malformed'],
  ])('refuses %j', async (fields, status, code) => {
    const customerId = await addCustomer(world, company.alice);
    expect(await log(world, company.alice, { customerId, ...fields })).toMatchObject({ status, problem: { code } });
    const after = await world.call(company.alice, listFollowUps, { query: { customerId } });
    expect(after.data?.items).toEqual([]);
  });

  it('refuses the opportunity and the contact of another customer', async () => {
    const { alice } = company;
    const other = await addCustomer(world, alice, { contacts: [{ name: '王五' }] });
    const detail = await world.call(alice, getCustomer, { params: { id: other } });
    const customerId = await addCustomer(world, alice);
    const opportunityId = await addOpportunity(alice, other);
    expect((await log(world, alice, { customerId, opportunityId })).problem?.code).toBe(
      'follow_up.opportunity_mismatch',
    );
    const contactId = detail.data?.contacts[0]?.id ?? '';
    expect((await log(world, alice, { customerId, contactId })).problem?.code).toBe('follow_up.contact_mismatch');
  });

  it('is for those who see the customer, while it is not in the recycle bin', async () => {
    const { alice, bob, carol } = company;
    const customerId = await addCustomer(world, alice);
    expect((await log(world, carol, { customerId })).status).toBe(404);
    expect((await log(world, bob, { customerId })).status).toBe(404);
    await inTransaction(world.work, (work) => setShares(work, 'customer', customerId, [bob]));
    expect((await log(world, bob, { customerId })).status).toBe(200);
    await world.call(alice, deleteCustomer, { params: { id: customerId } });
    expect((await log(world, alice, { customerId })).problem?.code).toBe('customer.deleted');
    expect((await world.call(null, logFollowUp, {})).status).toBe(401);
  });
});

describe('the contact log', () => {
  it('of a customer is whole for its owner, whoever wrote it', async () => {
    const { alice, carol, boss } = company;
    const customerId = await addCustomer(world, alice);
    await inTransaction(world.work, (work) => setShares(work, 'customer', customerId, [carol]));
    await logged(world, carol, { customerId, content: '第一次', happenedAt: hours(-2) });
    await logged(world, alice, { customerId, content: '第二次' });
    for (const person of [alice, carol, boss]) {
      const answer = await world.call(person, listFollowUps, { query: { customerId } });
      expect(answer.data?.items.map((one) => one.content)).toEqual(['第二次', '第一次']);
      expect(answer.data?.total).toEqual({ count: 2, capped: false });
    }
    expect((await world.call(company.dave, listFollowUps, { query: { customerId } })).status).toBe(404);
  });

  it('of a leader shows what their people wrote, in a span of time, by person', async () => {
    const { alice, bob, carol, eastLeader } = company;
    for (const [person, content] of [
      [alice, '甲'],
      [bob, '乙'],
      [carol, '丙'],
    ] as const)
      await logged(world, person, {
        customerId: await addCustomer(world, person),
        content,
        happenedAt: hours(content === '甲' ? -30 : -1),
      });
    const read = async (query: object) =>
      (await world.call(eastLeader, listFollowUps, { query })).data?.items.map((one) => one.content);
    expect(await read({})).toEqual(['乙', '甲']);
    expect(await read({ authorId: alice })).toEqual(['甲']);
    expect(await read({ authorId: carol })).toEqual([]);
    expect(await read({ since: hours(-2), until: hours(0) })).toEqual(['乙']);
    expect(await read({ until: hours(-2) })).toEqual(['甲']);
  });

  it('is read page by page without gaps or repeats', async () => {
    const { alice } = company;
    const customerId = await addCustomer(world, alice);
    for (let n = 0; n < 5; n += 1)
      await logged(world, alice, { customerId, content: `${n}`, happenedAt: hours(-(n % 2)) });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { customerId, limit: '2', ...(cursor ? { cursor } : {}) } as never;
      const answer = await world.call(alice, listFollowUps, { query });
      seen.push(...(answer.data?.items.map((one) => one.content) ?? []));
      cursor = answer.data?.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(['4', '2', '0', '3', '1']);
  });

  it('asks the database as often for 20 rows as for 2', async () => {
    const { alice, bob } = company;
    const customerId = await addCustomer(world, alice);
    for (let n = 0; n < 20; n += 1) {
      const id = await logged(world, alice, { customerId, colleagueIds: [bob] });
      await world.call(alice, commentOnFollowUp, { params: { id }, body: { text: '好' } });
    }
    const count = async (limit: number): Promise<number> => {
      let queries = 0;
      const onQuery = () => void (queries += 1);
      world.kernel.db.on('query', onQuery);
      const answer = await world.call(alice, listFollowUps, { query: { limit } });
      world.kernel.db.removeListener('query', onQuery);
      expect(answer.data?.items).toHaveLength(limit);
      return queries;
    };
    expect(await count(20)).toBe(await count(2));
  });
});

describe('a comment', () => {
  it('is read below the contact and told as an event with the author it is for', async () => {
    const { alice, eastLeader } = company;
    const customerId = await addCustomer(world, alice, { name: '远航科技' });
    const id = await logged(world, alice, { customerId });
    const answer = await world.call(eastLeader, commentOnFollowUp, { params: { id }, body: { text: '下次带上样品' } });
    expect(answer.ok).toBe(true);
    const list = await world.call(alice, listFollowUps, { query: { customerId } });
    expect(list.data?.items[0]?.comments).toMatchObject([{ author: { id: eastLeader }, text: '下次带上样品' }]);
    const event = (await world.kernel.db('events').where({ name: 'follow_up.commented' }).first()) as {
      payload: object;
    };
    expect(event.payload).toEqual({
      followUpId: id,
      customerId,
      customerName: '远航科技',
      authorId: alice,
      commenterId: eastLeader,
      commenterName: '赵东',
      text: '下次带上样品',
    });
  });

  it('is for those who see the contact: by its author, or by its customer', async () => {
    const { alice, bob, carol, southLeader } = company;
    const customerId = await addCustomer(world, alice);
    await inTransaction(world.work, (work) => setShares(work, 'customer', customerId, [carol]));
    const id = await logged(world, carol, { customerId });
    const comment = async (as: Id) =>
      (await world.call(as, commentOnFollowUp, { params: { id }, body: { text: '好' } })).status;
    expect(await comment(alice)).toBe(200);
    expect(await comment(southLeader)).toBe(200);
    expect(await comment(bob)).toBe(404);
    expect((await world.call(alice, commentOnFollowUp, { params: { id }, body: { text: '' } })).status).toBe(400);
  });
});
