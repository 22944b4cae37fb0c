import { beforeEach, describe, expect, it } from 'vitest';
import { createCustomer, getCustomer, getCustomerTimeline } from '../../../server/contract/customers.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer, addEntry } from './customers.ts';

const world = useWorld();
let company: StandardCompany;
beforeEach(async () => {
  company = await world.company.standard();
});

describe('creating a customer', () => {
  it('keeps everything that was filled in, with its first contacts', async () => {
    const { alice } = company;
    const industryId = await addEntry(world, 'industry', '风电');
    const sourceId = await addEntry(world, 'source', '行业协会');
    const parentId = await addCustomer(world, alice, { name: '远航集团' });
    const id = await addCustomer(world, alice, {
      name: ' 上海远航科技有限公司 ',
      kind: 'agent',
      level: 'a',
      industryId,
      sourceId,
      region: '320500',
      address: '金鸡湖大道 1 号',
      size: 'large',
      phone: '0512-68880000',
      website: 'https://yuanhang.example',
      creditCode: '91310000MA1FL0000X',
      parentId,
      note: '第一行\n第二行',
      contacts: [
        { name: '王五', role: 'decision', mobile: '138 0000 0009', birthday: '1980-02-29' },
        { name: '赵六', isPrimary: true },
      ],
    });
    const answer = await world.call(alice, getCustomer, { params: { id } });
    expect(answer.data).toMatchObject({
      name: '上海远航科技有限公司',
      kind: 'agent',
      level: 'a',
      industry: '风电',
      source: '行业协会',
      region: '江苏省苏州市',
      regionCode: '320500',
      size: 'large',
      phone: '0512-68880000',
      creditCode: '91310000MA1FL0000X',
      parent: { id: parentId, name: '远航集团', visible: true },
      owner: { id: alice, name: '李一' },
      department: '华东部',
      version: 1,
      note: '第一行\n第二行',
      contacts: [
        { name: '赵六', isPrimary: true },
        { name: '王五', isPrimary: false, mobile: '138 0000 0009', birthday: '1980-02-29', role: 'decision' },
      ],
    });
  });

  it('begins the time line', async () => {
    const { alice } = company;
    const id = await addCustomer(world, alice);
    const answer = await world.call(alice, getCustomerTimeline, { params: { id } });
    expect(answer.data?.items).toMatchObject([
      { name: 'customer.created', sentence: '新建了客户', actor: { id: alice } },
    ]);
  });

  it.each([
    [{ industryId: '1' }, 'customer.option_unknown'],
    [{ region: '999900' }, 'customer.option_unknown'],
    [{ parentId: '1' }, 'customer.parent_unknown'],
    [
      {
        contacts: [
          { name: '甲', mobile: '13800000001' },
          { name: '乙', mobile: '+86 138-0000-0001' },
        ],
      },
      'contact.mobile_taken',
    ],
  ])('refuses %j', async (fields, code) => {
    const body = { name: '新客户', kind: 'customer' as const, ...fields };
    const answer = await world.call(company.alice, createCustomer, { body });
    expect(answer.problem?.code).toBe(code);
  });

  it('refuses a retired option and one of another list', async () => {
    const source = await addEntry(world, 'source', '行业协会');
    const retired = await addEntry(world, 'industry', '旧行业', { active: false });
    for (const industryId of [source, retired]) {
      const answer = await world.call(company.alice, createCustomer, {
        body: { name: '新客户', kind: 'customer', industryId },
      });
      expect(answer).toMatchObject({ status: 422, problem: { detail: '所选的行业不存在或已停用' } });
    }
  });

  it('cannot hang a customer below one that is out of sight', async () => {
    const parentId = await addCustomer(world, company.carol, { name: '别人的集团' });
    const answer = await world.call(company.alice, createCustomer, {
      body: { name: '新客户', kind: 'customer', parentId },
    });
    expect(answer.problem?.code).toBe('customer.parent_unknown');
  });

  it.each([
    { name: '' },
    { name: '坏\u0007名' },
    { kind: 'friend' },
    { phone: 'abc' },
    { website: 'javascript:alert(1)' },
    { surprise: 1 },
  ])('answers 400 to %j', async (fields) => {
    const body = { name: '新客户', kind: 'customer', ...fields } as never;
    expect((await world.call(company.alice, createCustomer, { body })).status).toBe(400);
  });

  it('needs a session and the right to use customers', async () => {
    const outsider = await world.company.person('外人');
    await world.company.grant(outsider, 'self', []);
    const input = { body: { name: '新客户', kind: 'customer' as const } };
    expect((await world.call(null, createCustomer, input)).status).toBe(401);
    expect((await world.call(outsider, createCustomer, input)).status).toBe(403);
  });
});
