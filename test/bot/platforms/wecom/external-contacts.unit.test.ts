import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type TransferView } from '../../../../simulator/control/types.ts';
import { failureOf, startTenant, type Tenant } from './tenant.ts';

const DAY = 24 * 3600;

describe('external contacts', () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await startTenant();
  });
  afterEach(() => tenant.close());

  const contacts = () => tenant.platform.externalContacts;
  const keysOf = async (account: string) =>
    (await contacts().listOf(account, 'employed')).map((each) => each.externalKey);

  it('of an employee are listed with their names', async () => {
    const list = await contacts().listOf('wanglei', 'employed');
    expect(list.length).toBeGreaterThan(2);
    expect(list.map((each) => each.name)).toContain('马丽华');
  });

  it('of an employee without any are an empty list', async () => {
    await expect(contacts().listOf('fangli', 'employed')).resolves.toEqual([]);
  });

  it('of everybody are read with few calls', async () => {
    const names: (string | null)[] = [];
    await contacts().readAll((page) => Promise.resolve(void names.push(...page.map(({ name }) => name))));
    expect(names).toContain('马丽华');
    expect(names.length).toBeGreaterThan(await keysOf('wanglei').then((keys) => keys.length));
    expect((await tenant.requests('/cgi-bin/externalcontact/batch/get_by_user')).length).toBeLessThan(4);
  });

  it('of somebody who left are found although nobody tells their names any more', async () => {
    const keys = await keysOf('wanglei');
    await tenant.control('DELETE', 'people/wanglei');
    const left = await contacts().listOf('wanglei', 'left');
    expect(left.map((each) => each.externalKey).sort()).toEqual([...keys].sort());
    expect(left.some((each) => each.name === null)).toBe(true);
  });

  it('are read page by page', async () => {
    const people = [{ userid: 'a', name: '甲', departments: [1] }];
    const externalContacts = Array.from({ length: 250 }, (_, n) => ({
      externalUserid: `wmX${n}`,
      name: `客户${n}`,
      followers: ['a'],
    }));
    const company = { company: { name: '公司' }, departments: [{ id: 1, name: '公司' }], people, externalContacts };
    await tenant.control('POST', 'company', company);
    expect(new Set(await keysOf('a')).size).toBe(250);
    expect(await tenant.requests('/cgi-bin/externalcontact/batch/get_by_user')).toHaveLength(3);
  });

  it('change hands after a day when the customer does not mind', async () => {
    const keys = await keysOf('wanglei');
    const pair = { from: 'wanglei', to: 'gaofei', employment: 'employed' } as const;
    const started = await contacts().transfer({ ...pair, externalKeys: keys });
    expect(started.every((each) => each.started && each.code === '0')).toBe(true);
    const waiting = await contacts().transferOutcomes(pair);
    expect(waiting.map((each) => each.outcome)).toEqual(keys.map(() => 'waiting'));
    expect(waiting[0]?.at?.getTime()).toBeGreaterThan(tenant.clock.now().getTime());
    await tenant.control('POST', 'clock', { advanceSeconds: DAY + 60 });
    const done = await contacts().transferOutcomes(pair);
    expect(done.map((each) => each.outcome)).toEqual(keys.map(() => 'done'));
    expect(await keysOf('gaofei')).toEqual(expect.arrayContaining(keys));
  });

  it('stay when the customer refuses', async () => {
    const [key = ''] = await keysOf('wanglei');
    const pair = { from: 'wanglei', to: 'gaofei', employment: 'employed' } as const;
    await contacts().transfer({ ...pair, externalKeys: [key] });
    const [transfer] = await tenant.control<TransferView[]>('GET', 'transfers');
    await tenant.control('POST', `transfers/${transfer?.id}/refuse`);
    await expect(contacts().transferOutcomes(pair)).resolves.toEqual([
      { externalKey: key, outcome: 'refused', at: null },
    ]);
  });

  it('that cannot go are refused one by one, with a reason', async () => {
    const [key = ''] = await keysOf('wanglei');
    const pair = { from: 'wanglei', to: 'gaofei', employment: 'employed' } as const;
    await contacts().transfer({ ...pair, externalKeys: [key] });
    const again = await contacts().transfer({ ...pair, externalKeys: [key, 'wmUNKNOWN'] });
    expect(again).toEqual([
      { externalKey: key, started: false, code: '40129', message: '客户正在转接中' },
      { externalKey: 'wmUNKNOWN', started: false, code: '40096', message: '客户不存在或不在可见范围内' },
    ]);
  });

  it('of somebody who left are those not yet assigned, and go by the other way', async () => {
    const keys = await keysOf('wanglei');
    await tenant.control('DELETE', 'people/wanglei');
    const left = await contacts().listOf('WangLei', 'left');
    expect(left.map((each) => each.externalKey).toSorted()).toEqual(keys.toSorted());
    const pair = { from: 'wanglei', to: 'chenjianguo', employment: 'left' } as const;
    const started = await contacts().transfer({ ...pair, externalKeys: keys });
    expect(started.map((each) => each.started)).toEqual(keys.map(() => true));
    await tenant.control('POST', 'clock', { advanceSeconds: DAY + 60 });
    const outcomes = await contacts().transferOutcomes(pair);
    expect(outcomes.map((each) => each.outcome)).toEqual(keys.map(() => 'done'));
    await expect(contacts().listOf('wanglei', 'left')).resolves.toEqual([]);
  });

  it('of nobody else are among them', async () => {
    await tenant.control('DELETE', 'people/wanglei');
    await expect(contacts().listOf('zhaomin', 'left')).resolves.toEqual([]);
  });

  it('go in batches of a hundred; what began is told even when a later batch fails', async () => {
    const keys = Array.from({ length: 150 }, (_, n) => `wmNONE${n}`);
    const pair = { from: 'wanglei', to: 'gaofei', employment: 'employed' } as const;
    const calls: string[] = [];
    const platform = tenant.createPlatform(
      {},
      {
        http: async (url, init) => {
          const isSecond = String(url).includes('/transfer_customer') && calls.push('transfer') === 2;
          return isSecond ? Response.json({ errcode: 48002, errmsg: 'api forbidden' }) : fetch(url, init);
        },
      },
    );
    const started = await platform.externalContacts.transfer({ ...pair, externalKeys: keys });
    expect(started).toHaveLength(150);
    expect(started[99]?.code).toBe('40096');
    expect(started[100]).toEqual({ externalKey: 'wmNONE100', started: false, code: '48002', message: 'api forbidden' });
  });

  it('cannot be asked for without the permission', async () => {
    await tenant.fault({ path: '/cgi-bin/externalcontact/*', errcode: 48002 });
    const error = await failureOf(contacts().listOf('wanglei', 'employed'));
    expect([error.code, error.platformCode]).toEqual(['misconfigured', '48002']);
  });
});
