import { beforeEach, describe, expect, it } from 'vitest';
import { getCustomer } from '../../../server/contract/customers.ts';
import { deleteOpportunity, listOpportunities, restoreOpportunity } from '../../../server/contract/opportunities.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer, addDeal, addProduct, read, win } from './deals.ts';

const world = useWorld();
let people: StandardCompany;
beforeEach(async () => {
  people = await world.company.standard();
});

const remove = (as: string | null, id: string) => world.call(as, deleteOpportunity, { params: { id } });
const restore = (as: string, id: string) => world.call(as, restoreOpportunity, { params: { id } });
const listed = async (deleted: '0' | '1') =>
  (await world.call(people.alice, listOpportunities, { query: { deleted } })).data?.items.map((item) => item.id);

describe('the recycle bin', () => {
  it('takes an opportunity out of lists and figures and gives it back', async () => {
    const customerId = await addCustomer(world, people.alice);
    const id = await addDeal(world, people.alice, { customerId, amount: 900 });
    const openAmount = async () =>
      (await world.call(people.alice, getCustomer, { params: { id: customerId } })).data?.openAmount;
    expect((await remove(people.alice, id)).status).toBe(200);
    expect([await listed('0'), await listed('1'), await openAmount()]).toEqual([[], [id], 0]);
    expect(await read(world, people.alice, id)).toMatchObject({
      abilities: { restore: true, update: false, logFollowUp: false },
    });
    expect((await restore(people.alice, id)).status).toBe(200);
    expect([await listed('0'), await listed('1'), await openAmount()]).toEqual([[id], [], 900]);
  });

  it('keeps for thirty days', async () => {
    const id = await addDeal(world, people.alice);
    await remove(people.alice, id);
    world.clock.advance(30 * 86_400_000 + 1);
    expect((await restore(people.alice, id)).problem?.code).toBe('record.not_allowed');
    expect(await listed('1')).toEqual([]);
  });

  it('gives nothing back to a customer that is in it', async () => {
    const customerId = await addCustomer(world, people.alice);
    const id = await addDeal(world, people.alice, { customerId });
    await remove(people.alice, id);
    await world.kernel.db('customers').where({ id: customerId }).update({ deleted_at: world.clock.now() });
    expect((await restore(people.alice, id)).problem?.code).toBe('customer.deleted');
  });

  it('is closed to strangers, to what is won, and to what is there or gone already', async () => {
    const id = await addDeal(world, people.alice);
    expect((await remove(null, id)).status).toBe(401);
    expect((await remove(people.carol, id)).status).toBe(404);
    expect((await restore(people.alice, id)).problem?.code).toBe('record.not_allowed');
    await remove(people.alice, id);
    expect((await remove(people.alice, id)).status).toBe(404);
    expect((await restore(people.carol, id)).status).toBe(404);
    const productId = await addProduct(world, people.admin);
    const won = await addDeal(world, people.alice, { lines: [{ productId, quantity: 1, agreedPrice: 100_000 }] });
    await win(world, people.alice, won);
    expect((await remove(people.alice, won)).problem).toMatchObject({ status: 403, code: 'record.not_allowed' });
  });
});
