import { beforeEach, describe, expect, it } from 'vitest';
import { getCustomer, getCustomerTimeline, listCustomers } from '../../../server/contract/customers.ts';
import { getOpportunity, listOpportunities } from '../../../server/contract/opportunities.ts';
import { systemWork, type Work } from '../../../server/kernel/work.ts';
import { readMapping, rehearseImport, runImport } from '../../../server/modules/imports/index.ts';
import { sheetOf } from '../../../server/modules/imports/sheet.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';

const world = useWorld();
let company: StandardCompany;
let work: Work;
beforeEach(async () => {
  company = await world.company.standard();
  work = systemWork(world.kernel, 'import');
});

const silent = { continues: () => undefined, waits: () => undefined, progress: () => undefined };
const files = {
  products: {
    file: 'products.csv',
    kind: 'product',
    key: '型号',
    fields: { name: '型号', listPrice: '价格' },
  },
  customers: {
    file: 'customers.csv',
    kind: 'customer',
    key: '编号',
    fields: {
      name: '名称',
      owner: '负责人',
      industry: '行业',
      region: '地区',
      parent: '上级',
    },
  },
  contacts: {
    file: 'contacts.csv',
    kind: 'contact',
    key: ['客户', '姓名'],
    fields: { customer: '客户', name: '姓名', mobile: '手机', isPrimary: '首要' },
  },
  deals: {
    file: 'deals.csv',
    kind: 'opportunity',
    key: '单号',
    fields: {
      name: '单号',
      owner: '负责人',
      customer: '客户',
      product: '产品',
      quantity: '数量',
      state: '状态',
      createdOn: '开始',
      closedOn: '结束',
      amount: '金额',
    },
  },
};
const heads = {
  products: ['型号', '价格'],
  customers: ['编号', '名称', '负责人', '行业', '地区', '上级'],
  contacts: ['客户', '姓名', '手机', '首要'],
  deals: ['单号', '负责人', '客户', '产品', '数量', '状态', '开始', '结束', '金额'],
};
type Name = keyof typeof files;
type Tables = Partial<Record<Name, string[][]>>;

const request = (tables: Tables) => {
  const names = Object.keys(tables) as Name[];
  const mapping = readMapping({ source: 'old', files: names.map((name) => files[name]) });
  const sheets = new Map(
    mapping.files.map((file, index) => {
      const name = names[index] as Name;
      return [file, sheetOf(file.file, [heads[name], ...(tables[name] ?? [])])] as const;
    }),
  );
  return { mapping, sheets, listener: silent };
};
const run = (tables: Tables) => runImport(work, request(tables));
const countsOf = (summary: Awaited<ReturnType<typeof run>>) =>
  Object.fromEntries(summary.files.map((one) => [one.kind, one.counts]));
const reasons = (summary: Awaited<ReturnType<typeof run>>) =>
  summary.problems.map((one) => [one.number, one.column, one.reason]);
const created = (count: number) => ({ created: count, unchanged: 0, changed: 0, failed: 0 });

const whole: Required<Tables> = {
  deals: [
    ['D1', '李一', 'C2', '机器人', '2', '赢单', '2025-03-01', '2025-06-30', ''],
    ['D2', '周二', '海川机械有限公司', '', '', '', '', '', '120000'],
    ['D3', '周二', '', '机器人', '', '输单', '2025-03-01', '2025-03-01', '0'],
  ],
  contacts: [
    ['C2', '王芳', '13800000001', ''],
    ['C2', '李强', '13800000002', '是'],
  ],
  customers: [
    ['C2', '海川机械(苏州)有限公司', '李一', '装备制造', '江苏省苏州市', 'C1'],
    ['C1', '海川机械有限公司', '周二', '', '', ''],
  ],
  products: [['机器人', '10万']],
};

describe('an import', () => {
  it('writes every kind in the order they refer to each other, seen by those who own them', async () => {
    const summary = await run(whole);
    expect(countsOf(summary)).toEqual({
      product: created(1),
      customer: created(2),
      contact: created(2),
      opportunity: created(3),
    });
    const own = await world.call(company.alice, listCustomers, { query: {} });
    expect(own.data?.total?.count).toBe(1);
    const found = await world.call(company.eastLeader, listCustomers, { query: { keyword: '李强' } });
    const id = found.data?.items[0]?.id ?? '';
    const { data: customer } = await world.call(company.eastLeader, getCustomer, { params: { id } });
    expect(customer).toMatchObject({
      name: '海川机械(苏州)有限公司',
      industry: '装备制造',
      regionCode: '320500',
      parent: { name: '海川机械有限公司', visible: true },
      figures: { wonAmount: 20_000_000 },
    });
    expect(customer?.contacts.map((one) => [one.name, one.isPrimary])).toEqual(
      expect.arrayContaining([
        ['王芳', false],
        ['李强', true],
      ]),
    );
  });

  it('leaves closed opportunities closed on their days, at their price, without asking for approval', async () => {
    await run(whole);
    const won = await world.call(company.alice, listOpportunities, { query: { state: 'won' } });
    const detail = await world.call(company.alice, getOpportunity, { params: { id: won.data?.items[0]?.id ?? '' } });
    expect(detail.data).toMatchObject({
      name: 'D1',
      amount: 20_000_000,
      likelihood: 100,
      closedOn: '2025-06-30',
      pendingApprovalId: null,
      lines: [{ product: '机器人', quantity: 2, listPrice: 10_000_000, agreedPrice: 10_000_000 }],
      stageHistory: [{ enteredAt: '2025-02-28T16:00:00.000Z', leftAt: '2025-06-29T16:00:00.000Z', days: 121 }],
    });
    const open = await world.call(company.bob, listOpportunities, { query: { state: 'open' } });
    expect(open.data?.items.map((one) => [one.name, one.customer?.name, one.amount])).toEqual([
      ['D2', '海川机械有限公司', 12_000_000],
    ]);
  });

  it('tells the time line that it was an import', async () => {
    await run(whole);
    const found = await world.call(company.alice, listCustomers, { query: {} });
    const id = found.data?.items[0]?.id ?? '';
    const { data } = await world.call(company.alice, getCustomerTimeline, { params: { id }, query: {} });
    expect(data?.items.map((one) => [one.surface, one.sentence])).toContainEqual([
      'import',
      '导入了商机「D1」,2025-06-30 赢单,¥20 万',
    ]);
    expect(new Set(data?.items.map((one) => one.surface))).toEqual(new Set(['import']));
  });

  it('changes nothing the second time, and reports rows that have changed in the file without touching the record', async () => {
    await run(whole);
    const events = await world.kernel.db('events').whereNot({ name: 'import.finished' }).count({ count: '*' });
    const again = await run({ ...whole, products: [['机器人', '11万']] });
    expect(countsOf(again)).toMatchObject({
      product: { created: 0, changed: 1 },
      customer: { created: 0, unchanged: 2 },
      opportunity: { created: 0, unchanged: 3 },
    });
    expect(reasons(again)).toEqual([[2, null, '这一行在上次导入后有改动,系统中已有记录,没有覆盖']]);
    expect(await world.kernel.db('products').select('list_price')).toEqual([{ list_price: '10000000' }]);
    expect(await world.kernel.db('events').whereNot({ name: 'import.finished' }).count({ count: '*' })).toEqual(events);
  });

  it('names the row, the column and the reason of what it does not import, and imports the rest', async () => {
    const summary = await run({
      products: [['机器人', '面议']],
      customers: [
        ['C1', '长风', '无名', '', '', ''],
        ['C2', '远山', '李一', '魔法', '', ''],
        ['C3', '高原', '李一', '', '火星', ''],
        ['C4', '深谷', '李一', '', '', 'C1'],
        ['C5', '平川', '李一', '', '', ''],
        ['C6', '平川有限公司', '周二', '', '', ''],
      ],
      contacts: [
        ['C5', '王芳', '13800000001', ''],
        ['C5', '李强', '138 0000 0001', ''],
        ['C5', '赵敏', '电话', ''],
        ['C1', '周杰', '', ''],
      ],
      deals: [
        ['D1', '李一', 'C5', '机器人', '', '', '', '', ''],
        ['D2', '李一', 'C5', '', '', '赢单', '2025-06-30', '2025-03-01', '1'],
        ['D3', '李一', 'C5', '', '', '赢单', '2025-06-30', '', '1'],
        ['D4', '李一', 'C5', '', '', '', '2026-03-12', '', '1'],
        ['D5', '李一', 'C5', '', '3', '', '', '', '1'],
        ['D6', '李一', 'C5', '', '', '', '', '', '99999999999999999'],
      ],
    });
    expect(reasons(summary)).toEqual([
      [2, '价格', '标准价「面议」不是可以识别的金额'],
      [2, '负责人', '没有找到在职同事「无名」'],
      [3, '行业', '行业「魔法」不在字典中'],
      [4, '地区', '没有找到地区「火星」,请写省或市的名称'],
      [5, '上级', '系统中没有客户「C1」,或它没有导入成功'],
      [7, null, '已有同名客户「平川有限公司」,负责人 李一'],
      [3, null, '这位客户下已有使用该手机号的联系人'],
      [4, '手机', '电话号码不正确'],
      [5, '客户', '系统中没有客户「C1」,或它没有导入成功'],
      [2, '产品', '系统中没有产品「机器人」,或它没有导入成功'],
      [3, '结束', '关闭日期早于创建日期'],
      [4, '结束', '已关闭的商机要有关闭日期'],
      [5, '开始', '日期 2026-03-12 晚于今天'],
      [6, '产品', '有数量或成交单价,但没有产品'],
      [7, '金额', '金额过大'],
    ]);
    expect(summary.files.map((one) => one.counts.created + one.counts.failed)).toEqual([1, 6, 4, 6]);
    const retried = await run({
      products: [['机器人', '1万']],
      deals: [['D1', '李一', 'C5', '机器人', '', '', '', '', '']],
    });
    expect(countsOf(retried)).toEqual({ product: created(1), opportunity: created(1) });
  });

  it('refuses a customer somebody already has, naming the owner', async () => {
    await run({ customers: [['C1', '海川机械有限公司', '周二', '', '', '']] });
    await world.kernel.db('import_rows').delete();
    const summary = await run({ customers: [['X1', '海川机械', '李一', '', '', '']] });
    expect(summary.problems[0]?.reason).toMatch(/^已有同名客户「海川机械」,负责人 /);
  });

  it('puts nothing below a customer in the recycle bin', async () => {
    await run({ customers: [['C1', '海川机械有限公司', '周二', '', '', '']] });
    await world.kernel.db('customers').update({ deleted_at: world.clock.now() });
    const summary = await run({
      contacts: [['C1', '王芳', '', '']],
      deals: [['D1', '李一', 'C1', '', '', '', '', '', '1']],
    });
    expect(summary.problems.map((one) => one.reason)).toEqual(['客户已在回收站中', '客户已在回收站中']);
  });

  it('finds people by name, account or mobile, and asks for more when two have the name', async () => {
    await world.company.person('王芳', { account: 'Wang.Fang' });
    await world.company.person('王芳', { account: 'wf2', mobile: '13900000009' });
    const ownersBy = async (by: string, ...names: string[]) => {
      const file = { ...files.customers, fields: { name: '名称', owner: { column: '负责人', by } } };
      const mapping = readMapping({ source: by, files: [file] });
      const rows = names.map((name, index) => [`${index}`, `${by}${index}`, name, '', '', '']);
      const sheets = new Map(mapping.files.map((one) => [one, sheetOf(one.file, [heads.customers, ...rows])]));
      return reasons(await runImport(work, { mapping, sheets, listener: silent }));
    };
    expect(await ownersBy('account', 'wang.fang', 'wf2')).toEqual([]);
    expect(await ownersBy('mobile', '+86 139 0000 0009')).toEqual([]);
    expect(await ownersBy('name', '李一', '王芳')).toEqual([
      [3, '负责人', '有 2 位同事都符合「王芳」,请改用账号或手机号'],
    ]);
  });

  it('can be rehearsed: the same answer, nothing written', async () => {
    const rehearsed = await rehearseImport(work, request(whole));
    for (const table of ['products', 'customers', 'contacts', 'opportunities', 'import_rows', 'import_runs', 'events'])
      expect([table, await world.kernel.db(table).first()]).toEqual([table, undefined]);
    expect(rehearsed).toEqual(await run(whole));
  });

  it('does not start when a file lacks a column, and says which', async () => {
    const { mapping } = request({ products: [] });
    const sheets = new Map(mapping.files.map((file) => [file, sheetOf(file.file, [['型号', '售价']])]));
    await expect(runImport(work, { mapping, sheets, listener: silent })).rejects.toThrow(
      'products.csv 没有这些列:价格。现有的列:型号、售价',
    );
  });

  it('ends a run that died, and says that it goes on', async () => {
    await world.kernel.db('import_runs').insert({
      id: 1,
      source: 'old',
      state: 'running',
      files: '[]',
      counts: '{}',
      started_at: world.clock.now(),
    });
    let continued = false;
    const listener = { ...silent, continues: () => void (continued = true) };
    await runImport(work, { ...request(whole), listener });
    expect(continued).toBe(true);
    expect(await world.kernel.db('import_runs').orderBy('id').pluck('state')).toEqual(['interrupted', 'done']);
  });

  it('costs the same number of statements for 2 rows and for 100, but for the search terms', async () => {
    await run({ customers: [['C1', '海川机械有限公司', '周二', '', '', '']], products: whole.products });
    const statements = async (from: number, count: number): Promise<number> => {
      let seen = 0;
      const listen = (): void => void (seen += 1);
      world.kernel.db.on('query', listen);
      const deals = Array.from({ length: count }, (_, index) => [
        `D${from + index}`,
        '李一',
        'C1',
        '机器人',
        '1',
        '',
        '',
        '',
        '',
      ]);
      await run({ deals });
      world.kernel.db.removeListener('query', listen);
      return seen;
    };
    const few = await statements(0, 2);
    expect(few).toBeGreaterThan(10);
    // Search terms go in statements of 1,000.
    expect(await statements(1000, 100)).toBeLessThanOrEqual(few + 2);
  });
});
