import { beforeEach, describe, expect, it } from 'vitest';
import {
  askForCooperation,
  createContact,
  createCustomer,
  deleteCustomer,
  getCustomer,
  restoreCustomer,
  setCollaborators,
  updateCustomer,
} from '../../../server/contract/customers.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer } from './customers.ts';

const world = useWorld({ isolated: true });
let company: StandardCompany;
beforeEach(async () => {
  company = await world.company.standard();
});
const codes = (answers: { problem: { code: string } | null }[]): string[] =>
  answers.map((answer) => answer.problem?.code ?? 'ok').sort();
const times = <T>(n: number, run: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, (_, index) => run(index)));

describe('at the same moment', () => {
  it('only one of many creates a customer of a name', async () => {
    const { alice, carol } = company;
    const answers = await times(8, (n) =>
      world.call(n % 2 ? alice : carol, createCustomer, {
        body: { name: n % 3 ? '远航科技' : '远航科技有限公司', kind: 'customer' },
      }),
    );
    expect(codes(answers)).toEqual([...Array(7).fill('customer.duplicate'), 'ok']);
    expect(await world.kernel.db('search_terms').distinct('subject_id')).toHaveLength(1);
  });

  it('a name is not both restored and given away', async () => {
    const { alice, carol } = company;
    const id = await addCustomer(world, alice, { name: '远航' });
    await world.call(alice, deleteCustomer, { params: { id } });
    const answers = await Promise.all([
      world.call(alice, restoreCustomer, { params: { id } }),
      world.call(carol, createCustomer, { body: { name: '远航', kind: 'customer' } }),
    ]);
    expect(codes(answers)).toEqual(['customer.duplicate', 'ok']);
  });

  it('only one of several edits of the same version is kept', async () => {
    const { alice } = company;
    const id = await addCustomer(world, alice);
    const answers = await times(5, (n) =>
      world.call(alice, updateCustomer, { params: { id }, body: { note: `${n}`, version: 1 } }),
    );
    expect(codes(answers)).toEqual([...Array(4).fill('conflict.stale'), 'ok']);
  });

  it("two customers do not become each other's parent", async () => {
    const { alice } = company;
    const [one, other] = [await addCustomer(world, alice), await addCustomer(world, alice)];
    const answers = await Promise.all([
      world.call(alice, updateCustomer, { params: { id: one }, body: { parentId: other, version: 1 } }),
      world.call(alice, updateCustomer, { params: { id: other }, body: { parentId: one, version: 1 } }),
    ]);
    expect(codes(answers)).toEqual(['customer.own_parent', 'ok']);
  });

  it('only one contact gets a mobile, and only one is the main one', async () => {
    const { alice } = company;
    const id = await addCustomer(world, alice);
    const add = (fields: object) => (n: number) =>
      world.call(alice, createContact, { params: { id }, body: { name: `联系人${n}`, ...fields } });
    expect(codes(await times(4, add({ mobile: '13800000009' })))).toEqual([
      ...Array(3).fill('contact.mobile_taken'),
      'ok',
    ]);
    expect(codes(await times(4, add({ isPrimary: true })))).toEqual(Array(4).fill('ok'));
    const detail = await world.call(alice, getCustomer, { params: { id } });
    expect(detail.data?.contacts.filter((one) => one.isPrimary)).toHaveLength(1);
  });

  it('a request for co-operation counts once, and collaborators are set whole', async () => {
    const { alice, bob, carol, dave } = company;
    const id = await addCustomer(world, alice, { name: '远航' });
    const asked = await times(4, () => world.call(carol, askForCooperation, { body: { name: '远航' } }));
    expect(codes(asked)).toEqual([...Array(3).fill('customer.cooperation_asked'), 'ok']);
    const set = await times(6, (n) =>
      world.call(alice, setCollaborators, {
        params: { id },
        body: { personIds: n % 2 ? [bob, carol] : [carol, dave] },
      }),
    );
    expect(codes(set)).toEqual(Array(6).fill('ok'));
    const detail = await world.call(alice, getCustomer, { params: { id } });
    expect(detail.data?.collaborators).toHaveLength(2);
  });
});
