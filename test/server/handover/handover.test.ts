import { beforeEach, describe, expect, it } from 'vitest';
import { listApprovals } from '../../../server/contract/approvals.ts';
import { deleteCustomer, updateCustomer } from '../../../server/contract/customers.ts';
import {
  assignHandover,
  getHandover,
  listHandoverObjects,
  listHandovers,
  openHandover,
  undoHandover,
} from '../../../server/contract/handover.ts';
import { events } from '../../../server/kernel/event.ts';
import { allRows } from '../../../server/kernel/rows.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { takeOverHandover } from '../../../server/modules/handover/index.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer, addDeal, addProduct, win } from '../opportunities/deals.ts';
import { become, casesFor, leave, leaveWithCase, ownerOf, readCase } from './leaving.ts';

const world = useWorld();
let people: StandardCompany;
beforeEach(async () => {
  people = await world.company.standard();
});

const assign = (
  as: string,
  id: string,
  receiverId: string,
  exceptions: { customerId: string; receiverId: string }[] = [],
) => world.call(as, assignHandover, { params: { id }, body: { receiverId, exceptions } });
const payloads = async (name: string): Promise<unknown[]> =>
  (await allRows(events, world.kernel.db('events').where({ name }).orderBy('id'))).map((event) => event.payload);

describe('somebody who leaves', () => {
  it('leaves a case to their superior, with what they own and what waits for them', async () => {
    const { alice, eastLeader } = people;
    const customerId = await addCustomer(world, alice);
    await addDeal(world, alice, { customerId, amount: 500_000 });
    const id = await leaveWithCase(world, alice, eastLeader);
    expect(await readCase(world, eastLeader, id)).toMatchObject({
      person: { id: alice, name: '李一', active: false },
      reason: 'left',
      state: 'open',
      assignee: { id: eastLeader },
      objects: 2,
      amount: 500_000,
      preview: [
        { kind: 'customer', label: '客户', count: 1, amount: null },
        { kind: 'opportunity', label: '商机', count: 1, amount: 500_000 },
      ],
      suggestions: [{ id: eastLeader }, { id: people.bob }],
      abilities: { assign: true, undo: false },
    });
    expect(await payloads('handover.opened')).toEqual([
      {
        caseId: id,
        personId: alice,
        personName: '李一',
        assigneeId: eastLeader,
        reason: 'left',
        customers: 1,
        opportunities: 1,
        amount: 500_000,
      },
    ]);
  });

  it('leaves no case when there is nothing to hand over, nor when only hidden', async () => {
    await leave(world, people.bob);
    await addCustomer(world, people.alice);
    await become(world, people.alice, 'hidden');
    expect(await world.kernel.db('handover_cases')).toEqual([]);
  });

  it('has their undecided approvals asked of their superior at once', async () => {
    const { admin, alice, boss, eastLeader } = people;
    const productId = await addProduct(world, admin);
    await win(world, alice, await addDeal(world, alice, { lines: [{ productId, quantity: 1, agreedPrice: 85_000 }] }), {
      note: '战略客户',
    });
    const id = await leaveWithCase(world, eastLeader, boss);
    expect((await readCase(world, boss, id)).approvals).toMatchObject([{ role: 'approver' }]);
    const box = await world.call(boss, listApprovals, { query: { box: 'pending' } });
    expect(box.data?.items).toHaveLength(1);
    expect((await assign(boss, id, boss)).data).toEqual({ state: 'running' });
    await world.settle();
    expect((await readCase(world, boss, id)).state).toBe('done');
  });

  it('at the top leaves the case to those who manage hand-overs', async () => {
    const { admin, boss } = people;
    await addCustomer(world, boss);
    const id = await leaveWithCase(world, boss, admin);
    expect(await readCase(world, admin, id)).toMatchObject({ assignee: null, abilities: { assign: true } });
  });

  it('passes cases that waited for them to the next superior', async () => {
    const { alice, boss, eastLeader } = people;
    await addCustomer(world, alice);
    const id = await leaveWithCase(world, alice, eastLeader);
    await leave(world, eastLeader);
    expect((await readCase(world, boss, id)).assignee?.id).toBe(boss);
    expect(await payloads('handover.opened')).toMatchObject([{ assigneeId: eastLeader }, { assigneeId: boss }]);
  });
});

describe('taking over', () => {
  it('moves everything, recycle bin included, tells every row and both sides', async () => {
    const { alice, eastLeader } = people;
    const customerId = await addCustomer(world, alice);
    const deal = await addDeal(world, alice, { customerId });
    const deleted = await addCustomer(world, alice);
    await world.call(alice, deleteCustomer, { params: { id: deleted } });
    const id = await leaveWithCase(world, alice, eastLeader);
    await inTransaction(await world.workAs(eastLeader), (work) => takeOverHandover(work, { caseId: id }));
    await world.settle();
    expect([await ownerOf(world, 'customers', customerId), await ownerOf(world, 'opportunities', deal)]).toEqual([
      eastLeader,
      eastLeader,
    ]);
    expect(await readCase(world, eastLeader, id)).toMatchObject({
      state: 'done',
      progress: { done: 3, all: 3 },
      receivers: [{ person: { id: eastLeader }, count: 3 }],
      abilities: { assign: false, undo: true },
    });
    const [moved] = await allRows(events, world.kernel.db('events').where({ name: 'customer.transferred' }));
    expect(moved).toMatchObject({
      actorId: eastLeader,
      reason: '李一离职交接',
      payload: { caseId: id, toId: eastLeader },
    });
    expect(await payloads('handover.finished')).toMatchObject([
      { caseId: id, assigneeId: eastLeader, receivers: [{ personId: eastLeader, count: 3 }] },
    ]);
  });

  it('gives single customers with their opportunities to others, and what hangs on strangers to the main receiver', async () => {
    const { alice, bob, carol, eastLeader } = people;
    const [one, two] = [await addCustomer(world, alice, '甲方'), await addCustomer(world, alice, '乙方')];
    const [dealOne, dealTwo] = [
      await addDeal(world, alice, { customerId: one }),
      await addDeal(world, alice, { customerId: two }),
    ];
    const foreign = await addDeal(world, alice);
    const [{ customer }] = await world.kernel
      .db('opportunities')
      .where({ id: foreign })
      .select({ customer: 'customer_id' });
    await world.kernel
      .db('customers')
      .where({ id: customer as string })
      .update({ owner_id: carol });
    const id = await leaveWithCase(world, alice, eastLeader);
    await assign(eastLeader, id, eastLeader, [{ customerId: two, receiverId: bob }]);
    await world.settle();
    const owners = await Promise.all([
      ownerOf(world, 'customers', one),
      ownerOf(world, 'customers', two),
      ownerOf(world, 'opportunities', dealOne),
      ownerOf(world, 'opportunities', dealTwo),
      ownerOf(world, 'opportunities', foreign),
      ownerOf(world, 'customers', customer as string),
    ]);
    expect(owners).toEqual([eastLeader, bob, eastLeader, bob, eastLeader, carol]);
    const list = await world.call(bob, listHandoverObjects, { params: { id } });
    expect(list.data?.items.map((row) => [row.name, row.receiver?.id])).toEqual([
      ['甲方', eastLeader],
      ['乙方', bob],
    ]);
  });

  it('is for the assignee, those above and those who manage hand-overs; others do not see the case', async () => {
    const { alice, bob, boss, carol, eastLeader, southLeader } = people;
    await addCustomer(world, alice);
    const id = await leaveWithCase(world, alice, eastLeader);
    for (const stranger of [bob, carol, southLeader]) {
      expect((await world.call(stranger, getHandover, { params: { id } })).status).toBe(404);
      expect((await world.call(stranger, listHandoverObjects, { params: { id } })).status).toBe(404);
      expect((await assign(stranger, id, stranger)).status).toBe(404);
      expect(await casesFor(world, stranger)).toEqual([]);
    }
    expect((await world.call(null, listHandovers)).status).toBe(401);
    expect(await casesFor(world, boss)).toHaveLength(1);
    expect((await assign(boss, id, carol)).ok).toBe(true);
    await world.settle();
    expect((await world.call(carol, getHandover, { params: { id } })).data).toMatchObject({
      abilities: { assign: false, undo: false },
    });
    expect((await assign(carol, id, carol)).problem?.code).toBe('record.not_allowed');
    expect((await world.call(carol, undoHandover, { params: { id } })).problem?.code).toBe('record.not_allowed');
  });

  it('refuses receivers who left, who do not use the CRM, and the leaver', async () => {
    const { alice, bob, carol, dave, eastLeader } = people;
    const customerId = await addCustomer(world, alice);
    const id = await leaveWithCase(world, alice, eastLeader);
    await leave(world, carol);
    await world.company.grant(dave, 'self', ['messages.manage']);
    for (const receiver of [alice, carol, dave, '7']) {
      expect((await assign(eastLeader, id, receiver)).problem?.code).toBe('handover.receiver_invalid');
      expect((await assign(eastLeader, id, bob, [{ customerId, receiverId: receiver }])).problem?.code).toBe(
        'handover.receiver_invalid',
      );
    }
    expect((await readCase(world, eastLeader, id)).state).toBe('open');
  });

  it('happens once', async () => {
    const { alice, bob, eastLeader } = people;
    await addCustomer(world, alice);
    const id = await leaveWithCase(world, alice, eastLeader);
    await assign(eastLeader, id, bob);
    expect(await assign(eastLeader, id, bob)).toMatchObject({
      status: 409,
      problem: { code: 'handover.not_open', detail: '这份交接目前交接中,不能再分配' },
    });
  });
});

describe('undoing', () => {
  const handedOver = async () => {
    const { alice, bob, eastLeader } = people;
    const customers = [
      await addCustomer(world, alice),
      await addCustomer(world, alice),
      await addCustomer(world, alice),
    ];
    const id = await leaveWithCase(world, alice, eastLeader);
    await assign(eastLeader, id, bob);
    await world.settle();
    return { id, customers };
  };
  const undo = async (as: string, id: string) => {
    const answer = await world.call(as, undoHandover, { params: { id } });
    await world.settle();
    return answer;
  };

  it('gives back what was not changed since, and says how much was', async () => {
    const { alice, bob, eastLeader } = people;
    const { id, customers } = await handedOver();
    const [changed = '', ...others] = customers;
    expect(
      (await world.call(bob, updateCustomer, { params: { id: changed }, body: { version: 2, level: 'a' } })).ok,
    ).toBe(true);
    expect((await undo(eastLeader, id)).data).toEqual({ state: 'undoing' });
    expect(await ownerOf(world, 'customers', changed)).toBe(bob);
    for (const other of others) expect(await ownerOf(world, 'customers', other)).toBe(alice);
    expect(await readCase(world, eastLeader, id)).toMatchObject({
      state: 'undone',
      undoSkipped: 1,
      progress: { done: 3, all: 3 },
    });
    const list = await world.call(eastLeader, listHandoverObjects, { params: { id } });
    expect(list.data?.items.map((row) => row.undone)).toEqual([false, true, true]);
    expect(await payloads('handover.undone')).toMatchObject([{ returned: 2, skipped: 1 }]);
  });

  it('is refused before the end, twice, and after 30 days', async () => {
    const { alice, eastLeader } = people;
    await addCustomer(world, alice);
    const open = await leaveWithCase(world, alice, eastLeader);
    expect((await undo(eastLeader, open)).problem?.code).toBe('handover.not_done');
    await assign(eastLeader, open, eastLeader);
    await world.settle();
    world.clock.advance(30 * 86_400_000);
    expect((await undo(eastLeader, open)).problem?.code).toBe('handover.undo_expired');
    world.clock.advance(-1000);
    expect((await undo(eastLeader, open)).ok).toBe(true);
    expect((await undo(eastLeader, open)).problem?.code).toBe('handover.not_done');
  });

  it('leaves what came back to the superior again, in a new case', async () => {
    const { bob, eastLeader } = people;
    const { id, customers } = await handedOver();
    await undo(eastLeader, id);
    const { data } = await world.call(eastLeader, listHandovers, { query: { state: 'open' } });
    expect(data?.items).toMatchObject([{ objects: 3, reason: 'left' }]);
    const again = data?.items[0]?.id ?? '';
    expect(again).not.toBe(id);
    await assign(eastLeader, again, bob);
    await world.settle();
    for (const customer of customers) expect(await ownerOf(world, 'customers', customer)).toBe(bob);
  });

  it('for somebody who is still here asks nobody again', async () => {
    const { admin, alice, bob, eastLeader } = people;
    await addCustomer(world, alice);
    const opened = await world.call(admin, openHandover, { body: { personId: alice } });
    const id = opened.data?.id ?? '';
    await assign(eastLeader, id, bob);
    await world.settle();
    await undo(eastLeader, id);
    const open = await world.call(admin, listHandovers, { query: { state: 'open' } });
    expect(open.data?.items).toEqual([]);
  });
});

describe('a case opened by hand', () => {
  it('is for those who manage hand-overs, and for people with something to hand over', async () => {
    const { admin, alice, bob } = people;
    await addCustomer(world, alice);
    expect((await world.call(bob, openHandover, { body: { personId: alice } })).status).toBe(403);
    expect((await world.call(admin, openHandover, { body: { personId: bob } })).problem?.code).toBe('handover.nothing');
    expect((await world.call(admin, openHandover, { body: { personId: '7' } })).problem?.code).toBe(
      'org.person_unknown',
    );
    const first = await world.call(admin, openHandover, { body: { personId: alice } });
    const second = await world.call(admin, openHandover, { body: { personId: alice } });
    expect(first.data).toEqual(second.data);
  });
});

describe('somebody who comes back', () => {
  it('finds the case called off when nobody had decided', async () => {
    const { alice, eastLeader } = people;
    await addCustomer(world, alice);
    const id = await leaveWithCase(world, alice, eastLeader);
    const person = {
      name: '李一',
      position: null,
      mobile: null,
      departments: [{ key: 'd', leads: false }],
      mainDepartmentKey: 'd',
      directLeader: null,
      state: 'active' as const,
    };
    const { account } = await world.kernel.db('people').where({ id: alice }).first<{ account: string }>('account');
    const { handleDirectoryEvent } = await import('../../../server/modules/org/index.ts');
    world.platform.people = [{ ...person, account }];
    await handleDirectoryEvent(world.kernel, world.platform.directory, {
      kind: 'person_changed',
      account,
      newAccount: null,
      dedupeKey: '1',
      at: world.clock.now(),
    });
    await world.settle();
    expect((await readCase(world, eastLeader, id)).state).toBe('undone');
    expect((await assign(eastLeader, id, eastLeader)).problem?.code).toBe('handover.not_open');
  });
});

describe('lists of a case', () => {
  it('page through customers before and after, and refuse a cursor nobody was given', async () => {
    const { alice, eastLeader } = people;
    for (let n = 0; n < 5; n += 1) await addCustomer(world, alice, `客户${'一二三四五'[n]}号`);
    const id = await leaveWithCase(world, alice, eastLeader);
    const pages = async (): Promise<string[]> => {
      const names: string[] = [];
      let cursor: string | null = null;
      do {
        const query: { limit: number; cursor?: string } = { limit: 2, ...(cursor ? { cursor } : {}) };
        const { data }: Awaited<ReturnType<typeof world.call<typeof listHandoverObjects>>> = await world.call(
          eastLeader,
          listHandoverObjects,
          { params: { id }, query },
        );
        if (!cursor) expect(data?.total).toEqual({ count: 5, capped: false });
        names.push(...(data?.items.map((row) => row.name) ?? []));
        cursor = data?.nextCursor ?? null;
      } while (cursor);
      return names;
    };
    const names = ['客户一号', '客户二号', '客户三号', '客户四号', '客户五号'];
    expect(await pages()).toEqual(names);
    await assign(eastLeader, id, eastLeader);
    await world.settle();
    expect(await pages()).toEqual(names);
    expect(
      (await world.call(eastLeader, listHandoverObjects, { params: { id }, query: { cursor: 'x' } })).problem?.code,
    ).toBe('request.bad_cursor');
  });
});
