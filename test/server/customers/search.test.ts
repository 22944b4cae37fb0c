import { beforeEach, describe, expect, it } from 'vitest';
import {
  createContact,
  deleteContact,
  listCustomers,
  updateContact,
  updateCustomer,
} from '../../../server/contract/customers.ts';
import type { Id } from '../../../server/contract/page.ts';
import { addSearchTerms } from '../../../server/kernel/search.ts';
import { findContactsByKeyword, searchCustomers } from '../../../server/modules/customers/index.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer } from './customers.ts';

const world = useWorld();
let company: StandardCompany;
beforeEach(async () => {
  company = await world.company.standard();
});
const search = async (as: Id, keyword: string): Promise<string[]> => {
  const answer = await world.call(as, listCustomers, { query: { keyword } });
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.data.items.map((one) => one.name).sort();
};

describe('searching customers', () => {
  it('finds by part of the name, pinyin, initials, legal form, phone, and by contacts', async () => {
    const { alice } = company;
    await addCustomer(world, alice, {
      name: '苏州远航科技有限公司',
      phone: '0512-68880000',
      contacts: [{ name: '欧阳建国', mobile: '139 1234 5678' }],
    });
    await addCustomer(world, alice, { name: '重庆长安' });
    const found = ['苏州远航科技有限公司'];
    for (const keyword of [
      '远航',
      '航科技有限',
      'yuanhang',
      'YHKJ',
      'yhkj',
      '有限公司',
      '68880000',
      '5678',
      '13912345678',
      '139-1234-5678',
      '欧阳',
      'ouyang',
      '苏州 科技',
    ])
      expect([keyword, await search(alice, keyword)]).toEqual([keyword, found]);
    for (const keyword of ['远科', '1391234', '北京', '%', '_', "';--", '。', '科技 重庆'])
      expect([keyword, await search(alice, keyword)]).toEqual([keyword, []]);
  });

  it('stays within the scope', async () => {
    const { alice, carol, eastLeader, boss } = company;
    await addCustomer(world, alice, { name: '远航一号' });
    await addCustomer(world, carol, { name: '远航二号' });
    expect(await search(alice, '远航')).toEqual(['远航一号']);
    expect(await search(eastLeader, 'yuanhang')).toEqual(['远航一号']);
    expect(await search(boss, 'yh')).toEqual(['远航一号', '远航二号']);
  });

  it('follows every change of a name, a number, a contact', async () => {
    const { alice } = company;
    const id = await addCustomer(world, alice, { name: '远航' });
    await world.call(alice, updateCustomer, { params: { id }, body: { name: '启明', phone: '68889999', version: 1 } });
    expect([await search(alice, '远航'), await search(alice, 'qiming'), await search(alice, '9999')]).toEqual([
      [],
      ['启明'],
      ['启明'],
    ]);
    const contact = await world.call(alice, createContact, { params: { id }, body: { name: '王五' } });
    const contactId = contact.data?.id ?? '';
    expect(await search(alice, '王五')).toEqual(['启明']);
    await world.call(alice, updateContact, { params: { id: contactId }, body: { name: '赵六', version: 1 } });
    expect([await search(alice, '王五'), await search(alice, '赵六')]).toEqual([[], ['启明']]);
    await world.call(alice, deleteContact, { params: { id: contactId } });
    expect(await search(alice, '赵六')).toEqual([]);
  });

  it('gives the same answer for a word so common that candidates are not listed', async () => {
    const { alice, boss } = company;
    await addCustomer(world, alice, { name: '华东测试中心' });
    await addCustomer(world, alice, { name: '别的客户' });
    const strangers = Array.from({ length: 2100 }, (_, n) => ({ id: String(10_000 + n), names: [`测试中心`] }));
    await addSearchTerms(world.work, 'customer', strangers);
    for (const person of [alice, boss])
      for (const keyword of ['测试', 'ceshi', '测试 中心', 'cs 华东'])
        expect([keyword, await search(person, keyword)]).toEqual([keyword, ['华东测试中心']]);
  });

  it('gives the first few for searches over everything', async () => {
    const { alice } = company;
    for (let n = 0; n < 4; n += 1) await addCustomer(world, alice, { name: `远航${n}` });
    expect(await searchCustomers(await world.workAs(alice), '远航', 3)).toHaveLength(3);
  });
});

describe('searching contacts', () => {
  it('finds those of visible customers, with their customer', async () => {
    const { alice, carol, boss } = company;
    const customerId = await addCustomer(world, alice, {
      name: '远航',
      contacts: [{ name: '王建国', mobile: '13912345678' }, { name: '李四' }],
    });
    await addCustomer(world, carol, { name: '启明', contacts: [{ name: '王建军' }] });
    const find = async (as: Id, keyword: string) =>
      (await findContactsByKeyword(await world.workAs(as), keyword, 10)).map(
        (one) => `${one.customerName} ${one.name}`,
      );
    expect(await find(alice, '建')).toEqual(['远航 王建国']);
    expect(await find(alice, '5678')).toEqual(['远航 王建国']);
    expect(await find(alice, '远航')).toEqual([]);
    expect(await find(boss, 'wj')).toEqual(['启明 王建军', '远航 王建国']);
    const [found] = await findContactsByKeyword(await world.workAs(alice), 'lisi', 10);
    expect(found).toMatchObject({ name: '李四', customerId });
  });
});
