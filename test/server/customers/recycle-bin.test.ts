import { beforeEach, describe, expect, it } from 'vitest';
import {
  deleteCustomer,
  getCustomer,
  listCustomers,
  restoreCustomer,
  updateCustomer,
} from '../../../server/contract/customers.ts';
import type { Id } from '../../../server/contract/page.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { setCustomerFigures } from '../../../server/modules/customers/index.ts';
import { setShares } from '../../../server/modules/org/index.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer } from './customers.ts';

const world = useWorld();
let company: StandardCompany;
beforeEach(async () => {
  company = await world.company.standard();
});
const day = 86_400_000;
const remove = (as: Id, id: Id) => world.call(as, deleteCustomer, { params: { id } });
const restore = (as: Id, id: Id) => world.call(as, restoreCustomer, { params: { id } });
const names = async (as: Id, deleted: '0' | '1') =>
  (await world.call(as, listCustomers, { query: { deleted } })).data?.items.map((one) => one.name);

describe('a deleted customer', () => {
  it('leaves the lists for the recycle bin and comes back whole', async () => {
    const { alice } = company;
    const id = await addCustomer(world, alice, { name: '远航' });
    expect((await remove(alice, id)).status).toBe(200);
    expect([await names(alice, '0'), await names(alice, '1')]).toEqual([[], ['远航']]);
    const detail = await world.call(alice, getCustomer, { params: { id } });
    expect(detail.data).toMatchObject({
      deletedAt: world.clock.now().toISOString(),
      abilities: {
        update: false,
        delete: false,
        restore: true,
        logFollowUp: false,
        addOpportunity: false,
        shareWith: false,
      },
    });
    world.clock.advance(29 * day);
    expect((await restore(alice, id)).status).toBe(200);
    expect([await names(alice, '0'), await names(alice, '1')]).toEqual([['远航'], []]);
  });

  it('cannot be changed or deleted again, a living one not restored', async () => {
    const { alice } = company;
    const id = await addCustomer(world, alice);
    expect((await restore(alice, id)).problem?.code).toBe('customer.not_deleted');
    await remove(alice, id);
    expect((await remove(alice, id)).problem?.code).toBe('customer.deleted');
    const edit = await world.call(alice, updateCustomer, { params: { id }, body: { note: '改', version: 2 } });
    expect(edit.problem?.code).toBe('customer.deleted');
  });

  it('is gone from the bin after 30 days', async () => {
    const { alice } = company;
    const id = await addCustomer(world, alice);
    await remove(alice, id);
    world.clock.advance(30 * day + 1);
    expect((await restore(alice, id)).problem?.code).toBe('customer.restore_expired');
    expect(await names(alice, '1')).toEqual([]);
    const detail = await world.call(alice, getCustomer, { params: { id } });
    expect(detail.data?.abilities.restore).toBe(false);
  });

  it('frees its name, and cannot come back when somebody has taken it', async () => {
    const { alice, carol } = company;
    const id = await addCustomer(world, alice, { name: '远航科技有限公司' });
    await remove(alice, id);
    await addCustomer(world, carol, { name: '远航科技' });
    expect((await restore(alice, id)).problem).toMatchObject({
      code: 'customer.duplicate',
      detail: '已有同名客户「远航科技」,负责人 吴*',
    });
  });

  it('had no open opportunities', async () => {
    const { alice } = company;
    const id = await addCustomer(world, alice);
    await setCustomerFigures(world.work, id, { openOpportunities: 2, openAmount: 500, wonAmount: 0 });
    expect((await remove(alice, id)).problem).toMatchObject({
      status: 422,
      detail: '客户还有 2 个进行中的商机,不能删除',
    });
  });

  it('was deleted by its owner or somebody above, not by a collaborator or a stranger', async () => {
    const { alice, bob, carol, eastLeader } = company;
    const id = await addCustomer(world, alice);
    await inTransaction(world.work, (work) => setShares(work, 'customer', id, [bob]));
    expect((await remove(bob, id)).status).toBe(403);
    expect((await remove(carol, id)).status).toBe(404);
    expect((await remove(eastLeader, id)).status).toBe(200);
    expect((await restore(bob, id)).status).toBe(403);
    expect((await restore(carol, id)).status).toBe(404);
    expect((await world.call(null, restoreCustomer, { params: { id } })).status).toBe(401);
  });
});
