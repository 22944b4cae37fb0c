import { beforeEach, describe, expect, it } from 'vitest';
import {
  deleteCustomer,
  getCustomer,
  getCustomerTimeline,
  listCustomers,
  updateCustomer,
} from '../../../server/contract/customers.ts';
import type { Id } from '../../../server/contract/page.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { ownableCustomers, touchCustomer } from '../../../server/modules/customers/index.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer } from './customers.ts';

const world = useWorld();
let company: StandardCompany;
beforeEach(async () => {
  company = await world.company.standard();
});
const transfer = (rows: { id: Id; version?: number }[], from: Id, to: Id) =>
  inTransaction(world.work, (work) =>
    ownableCustomers.transfer(work, { rows, from, to, reason: '离职交接', caseId: '77' }),
  );

describe('what somebody owns', () => {
  it('is counted and listed in order of id, recycle bin included', async () => {
    const { alice, bob } = company;
    const ids = [
      await addCustomer(world, alice, { level: 'a' }),
      await addCustomer(world, alice),
      await addCustomer(world, alice),
    ];
    await addCustomer(world, bob);
    await world.call(alice, deleteCustomer, { params: { id: ids[1] ?? '' } });
    expect(await ownableCustomers.count(world.work, alice)).toEqual({ count: 3, amount: null });
    const first = await ownableCustomers.list(world.work, alice, null, 2);
    expect(first).toMatchObject([
      { id: ids[0], level: 'a', version: 1, amount: 0, openOpportunities: 0 },
      { id: ids[1], version: 2 },
    ]);
    const rest = await ownableCustomers.list(world.work, alice, ids[1] ?? '', 2);
    expect(rest.map((row) => row.id)).toEqual([ids[2]]);
  });
});

describe('handing customers over', () => {
  it('changes owner, department and version, and nothing else', async () => {
    const { alice, carol, southLeader } = company;
    const id = await addCustomer(world, alice, { name: '远航', level: 'a' });
    const before = await world.call(alice, getCustomer, { params: { id } });
    world.clock.advance(60_000);
    expect(await transfer([{ id }], alice, carol)).toEqual([{ id, version: 2 }]);
    expect((await world.call(alice, getCustomer, { params: { id } })).status).toBe(404);
    const after = await world.call(southLeader, getCustomer, { params: { id } });
    expect(after.data).toEqual({
      ...before.data,
      owner: { id: carol, name: '吴三', active: true },
      department: '华南部',
      version: 2,
    });
    const line = await world.call(carol, getCustomerTimeline, { params: { id } });
    expect(line.data?.items[0]).toMatchObject({
      name: 'customer.transferred',
      sentence: '把客户从 李一 转给 吴三',
      reason: '离职交接',
      changes: [{ field: 'ownerId', before: '李一', after: '吴三' }],
    });
  });

  it('leaves alone what has another owner or another version by now', async () => {
    const { alice, bob, carol } = company;
    const [mine, edited, foreign] = [
      await addCustomer(world, alice),
      await addCustomer(world, alice),
      await addCustomer(world, bob),
    ];
    await world.call(alice, updateCustomer, { params: { id: edited }, body: { note: '改过', version: 1 } });
    const rows = [mine, edited, foreign].map((id) => ({ id, version: 1 }));
    expect(await transfer(rows, alice, carol)).toEqual([{ id: mine, version: 2 }]);
    expect(await transfer([], alice, carol)).toEqual([]);
  });

  it('can be undone by version although there was contact meanwhile', async () => {
    const { alice, carol } = company;
    const id = await addCustomer(world, alice);
    const moved = await transfer([{ id }], alice, carol);
    await touchCustomer(world.work, id, { lastContactAt: world.clock.now() });
    expect(await transfer(moved, carol, alice)).toEqual([{ id, version: 3 }]);
    expect((await world.call(alice, getCustomer, { params: { id } })).data?.owner?.id).toBe(alice);
  });

  it('takes the same number of statements for many rows as for one', async () => {
    const { alice, carol } = company;
    const ids = await Promise.all(Array.from({ length: 12 }, () => addCustomer(world, alice)));
    const count = async (rows: Id[]): Promise<number> => {
      let queries = 0;
      const onQuery = () => void (queries += 1);
      world.kernel.db.on('query', onQuery);
      const moved = await transfer(
        rows.map((id) => ({ id })),
        alice,
        carol,
      );
      world.kernel.db.removeListener('query', onQuery);
      expect(moved).toHaveLength(rows.length);
      return queries;
    };
    expect(await count(ids.slice(2))).toBe(await count(ids.slice(0, 2)));
    const events: { payload: object }[] = await world.kernel.db('events').where({ name: 'customer.transferred' });
    expect(events).toHaveLength(12);
    expect(events[0]?.payload).toMatchObject({
      fromId: alice,
      fromName: '李一',
      toId: carol,
      toName: '吴三',
      caseId: '77',
    });
    const list = await world.call(carol, listCustomers);
    expect(list.data?.items).toHaveLength(12);
  });
});
