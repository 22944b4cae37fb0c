import { beforeEach, describe, expect, it } from 'vitest';
import { createProduct, listProducts, updateProduct } from '../../../server/contract/catalogue.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';

const world = useWorld();
let people: StandardCompany;
beforeEach(async () => {
  people = await world.company.standard();
});

const add = (name: string, as: string | null = people.admin) =>
  world.call(as, createProduct, { body: { name, listPrice: 550_00, series: 'GTX' } });
const addId = async (name: string): Promise<string> => (await add(name)).data?.id ?? '';
const change = (
  id: string,
  body: { version: number; name?: string; listPrice?: number; active?: boolean },
  as = people.admin,
) => world.call(as, updateProduct, { params: { id }, body });
const names = async (query: { includeRetired?: '1' } = {}) =>
  (await world.call(people.alice, listProducts, { query })).data?.items.map((item) => item.name);

describe('the price list', () => {
  it('shows what was added, with the price in fen, to everybody who sells', async () => {
    const id = await addId('GTX 基础版');
    expect((await world.call(people.alice, listProducts)).data?.items).toEqual([
      { id, name: 'GTX 基础版', series: 'GTX', unit: '台', listPrice: 55000, active: true, version: 1 },
    ]);
    expect((await world.call(null, listProducts)).status).toBe(401);
  });

  it('is kept by those with the permission alone', async () => {
    expect((await add('GTX 专业版', people.alice)).problem).toMatchObject({ status: 403, code: 'permission.denied' });
    expect((await add('GTX 专业版', null)).status).toBe(401);
    const id = await addId('GTX 专业版');
    expect((await change(id, { version: 1, name: 'X' }, people.alice)).status).toBe(403);
  });

  it('has each name once, also when renaming', async () => {
    await addId('MG 标准版');
    expect((await add('mg 标准版')).problem).toMatchObject({ status: 409, code: 'product.name_taken' });
    const other = await addId('MG 高级版');
    expect((await change(other, { version: 1, name: 'MG 标准版' })).problem?.code).toBe('product.name_taken');
  });

  it('refuses amounts that are not whole fen or negative', async () => {
    for (const listPrice of [-1, 1.5, 2e15])
      expect((await world.call(people.admin, createProduct, { body: { name: 'A', listPrice } })).status).toBe(400);
  });

  it('hides retired products unless asked, and brings them back', async () => {
    const id = await addId('GTX 旗舰版');
    expect((await change(id, { version: 1, active: false })).data).toEqual({ version: 2 });
    expect(await names()).toEqual([]);
    expect(await names({ includeRetired: '1' })).toEqual(['GTX 旗舰版']);
    await change(id, { version: 2, active: true });
    expect(await names()).toEqual(['GTX 旗舰版']);
  });

  it('refuses a stale save and says what is stored now', async () => {
    const id = await addId('GTX 入门版');
    await change(id, { version: 1, listPrice: 600_00 });
    expect((await change(id, { version: 1, listPrice: 700_00 })).problem).toMatchObject({
      status: 409,
      code: 'conflict.stale',
      params: { who: '管理员甲' },
      current: { listPrice: 60000, version: 2 },
    });
    expect((await change('123', { version: 1 })).status).toBe(404);
  });

  it('remembers who changed what', async () => {
    const id = await addId('GTX 增强版');
    await change(id, { version: 1, listPrice: 600_00 });
    const event = await world.kernel.db('events').where({ name: 'product.changed', subject_id: id }).first();
    expect(event).toMatchObject({
      actor_id: people.admin,
      changes: [{ field: 'listPrice', label: '标准价', before: '¥550', after: '¥600' }],
    });
  });
});
