import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type TransferView } from '../../../../simulator/control/types.ts';
import { type ExternalKind } from '../../../../server/ports/external-contacts.ts';
import { failureOf, startTenant, type Tenant } from './tenant.ts';

const DAY = 24 * 3600;

describe('external contacts', () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await startTenant();
  });
  afterEach(() => tenant.close());

  const contacts = () => tenant.platform.externalContacts;
  const ofKind = async (kind: ExternalKind, account: string, employment: 'employed' | 'left' = 'employed') =>
    (await contacts().listOf(account, employment)).filter((each) => each.kind === kind);
  const keysOf = async (account: string, employment: 'employed' | 'left' = 'employed') =>
    (await ofKind('person', account, employment)).map((each) => each.externalKey);

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
    const left = await ofKind('person', 'wanglei', 'left');
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
    const pair = { kind: 'person', from: 'wanglei', to: 'gaofei', employment: 'employed' } as const;
    const started = await contacts().transfer({ ...pair, externalKeys: keys });
    expect(started.every((each) => each.state === 'waiting' && each.code === '0')).toBe(true);
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
    const pair = { kind: 'person', from: 'wanglei', to: 'gaofei', employment: 'employed' } as const;
    await contacts().transfer({ ...pair, externalKeys: [key] });
    const [transfer] = await tenant.control<TransferView[]>('GET', 'transfers');
    await tenant.control('POST', `transfers/${transfer?.id}/refuse`);
    await expect(contacts().transferOutcomes(pair)).resolves.toEqual([
      { externalKey: key, outcome: 'refused', at: null },
    ]);
  });

  it('that cannot go are refused one by one, with a reason', async () => {
    const [key = ''] = await keysOf('wanglei');
    const pair = { kind: 'person', from: 'wanglei', to: 'gaofei', employment: 'employed' } as const;
    await contacts().transfer({ ...pair, externalKeys: [key] });
    const again = await contacts().transfer({ ...pair, externalKeys: [key, 'wmUNKNOWN'] });
    expect(again).toEqual([
      { externalKey: key, state: 'failed', code: '40129', message: '客户正在转接中' },
      { externalKey: 'wmUNKNOWN', state: 'failed', code: '40096', message: '客户不存在或不在可见范围内' },
    ]);
  });

  it('of somebody who left are those not yet assigned, and go by the other way', async () => {
    const keys = await keysOf('wanglei');
    await tenant.control('DELETE', 'people/wanglei');
    expect((await keysOf('WangLei', 'left')).toSorted()).toEqual(keys.toSorted());
    const pair = { kind: 'person', from: 'wanglei', to: 'chenjianguo', employment: 'left' } as const;
    const started = await contacts().transfer({ ...pair, externalKeys: keys });
    expect(started.map((each) => each.state)).toEqual(keys.map(() => 'waiting'));
    await tenant.control('POST', 'clock', { advanceSeconds: DAY + 60 });
    const outcomes = await contacts().transferOutcomes(pair);
    expect(outcomes.map((each) => each.outcome)).toEqual(keys.map(() => 'done'));
    await expect(keysOf('wanglei', 'left')).resolves.toEqual([]);
  });

  it('of nobody else are among them', async () => {
    await tenant.control('DELETE', 'people/wanglei');
    await expect(contacts().listOf('zhaomin', 'left')).resolves.toEqual([]);
  });

  it('go in batches of a hundred; what began is told even when a later batch fails', async () => {
    const keys = Array.from({ length: 150 }, (_, n) => `wmNONE${n}`);
    const pair = { kind: 'person', from: 'wanglei', to: 'gaofei', employment: 'employed' } as const;
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
    expect(started[100]).toEqual({
      externalKey: 'wmNONE100',
      state: 'failed',
      code: '48002',
      message: 'api forbidden',
    });
  });

  it('cannot be asked for without the permission', async () => {
    await tenant.fault({ path: '/cgi-bin/externalcontact/*', errcode: 48002 });
    const error = await failureOf(contacts().listOf('wanglei', 'employed'));
    expect([error.code, error.platformCode]).toEqual(['misconfigured', '48002']);
  });
});

describe('groups with customers', () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await startTenant();
  });
  afterEach(() => tenant.close());

  const groupsOf = async (account: string, employment: 'employed' | 'left') =>
    (await tenant.platform.externalContacts.listOf(account, employment)).filter(({ kind }) => kind === 'group');
  const give = (to: string, externalKeys: string[], employment: 'employed' | 'left') =>
    tenant.platform.externalContacts.transfer({ kind: 'group', from: 'wanglei', to, externalKeys, employment });

  it('are found by name and change hands at once, of somebody who left, too', async () => {
    const [group] = await groupsOf('wanglei', 'employed');
    expect(group?.name).toBe('苏州精研采购群');
    const key = group?.externalKey ?? '';
    expect(await give('gaofei', [key], 'left')).toEqual([
      { externalKey: key, state: 'failed', code: '90500', message: '原群主尚未离职' },
    ]);
    await tenant.control('DELETE', 'people/wanglei');
    expect(await groupsOf('wanglei', 'left')).toEqual([group]);
    expect(await give('gaofei', [key], 'left')).toEqual([{ externalKey: key, state: 'done', code: '0', message: '' }]);
    expect(await give('gaofei', [key], 'left'), 'asked again').toMatchObject([{ state: 'done' }]);
    expect(await groupsOf('wanglei', 'left')).toEqual([]);
    expect(await groupsOf('gaofei', 'employed')).toEqual([group]);
  });

  it('of somebody who stays go by the other way', async () => {
    const [group] = await groupsOf('wanglei', 'employed');
    const key = group?.externalKey ?? '';
    expect(await give('gaofei', [key, 'wrNONE'], 'employed')).toMatchObject([
      { state: 'done' },
      { state: 'failed', code: '90501', message: '不是客户群' },
    ]);
    expect(await tenant.requests('/cgi-bin/externalcontact/groupchat/onjob_transfer')).toHaveLength(1);
  });
});
