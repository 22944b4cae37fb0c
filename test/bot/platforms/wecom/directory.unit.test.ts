import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { failureOf, startTenant, type Tenant } from './tenant.ts';

describe('the directory', () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await startTenant();
  });
  afterEach(() => tenant.close());

  it('lists every department with its parent and its leaders', async () => {
    const departments = await tenant.platform.directory.listDepartments();
    expect(departments).toHaveLength(10);
    expect(departments).toContainEqual({
      key: '31',
      parentKey: '3',
      name: '华东一部',
      order: 320,
      leaders: ['chenjianguo'],
    });
    expect(departments.find((each) => each.key === '1')).toMatchObject({ parentKey: null });
  });

  it('lists the people directly in a department', async () => {
    const people = await tenant.platform.directory.listPeople('31');
    expect(people.map((each) => each.account).toSorted()).toEqual([
      'chenjianguo',
      'sunhaoran',
      'wanglei',
      'zhaomin',
      'zhouyuting',
    ]);
    expect(people.find((each) => each.account === 'chenjianguo')).toEqual({
      account: 'chenjianguo',
      name: '陈建国',
      position: expect.any(String) as unknown,
      mobile: null,
      departments: [{ key: '31', leads: true }],
      mainDepartmentKey: '31',
      directLeader: 'linwanqing',
      state: 'active',
    });
  });

  it('keeps apart which of several departments a person leads', async () => {
    await tenant.control('PATCH', 'people/wanglei', { departments: [31, 32, 5], leaderOf: [32] });
    const person = await tenant.platform.directory.findPerson('wanglei');
    expect(person).toMatchObject({
      departments: [
        { key: '31', leads: false },
        { key: '32', leads: true },
        { key: '5', leads: false },
      ],
    });
  });

  it('makes one account of every spelling of a userid', async () => {
    await tenant.control('POST', 'people', { userid: 'Zhang.San', name: '张三', departments: [31], leaderOf: [31] });
    const { directory } = tenant.platform;
    const inList = (await directory.listPeople('31')).map((each) => each.account);
    const leaders = (await directory.listDepartments()).find((each) => each.key === '31')?.leaders;
    expect([inList.includes('zhang.san'), leaders?.includes('zhang.san')]).toEqual([true, true]);
    expect((await directory.listAllAccounts())?.has('zhang.san')).toBe(true);
    await expect(directory.findPerson('ZHANG.SAN')).resolves.toMatchObject({ account: 'zhang.san' });
  });

  it.each([
    [2, 'disabled'],
    [4, 'not_activated'],
  ])('reads status %i as %s', async (status, state) => {
    await tenant.control('PATCH', 'people/wanglei', { status });
    await expect(tenant.platform.directory.findPerson('wanglei')).resolves.toMatchObject({ state });
  });

  it('tells who left', async () => {
    await tenant.control('DELETE', 'people/wanglei');
    await expect(tenant.platform.directory.findPerson('wanglei')).resolves.toBe('left');
    expect((await tenant.platform.directory.listAllAccounts())?.has('wanglei')).toBe(false);
  });

  it('tells who is only out of sight', async () => {
    await tenant.control('PUT', 'visible-range', { departmentIds: [4], userids: [] });
    await expect(tenant.platform.directory.findPerson('wanglei')).resolves.toBe('hidden');
    expect((await tenant.platform.directory.listAllAccounts())?.has('wanglei')).toBe(true);
  });

  it('does not take somebody for gone whom the contacts still list', async () => {
    await tenant.fault({ path: '/cgi-bin/user/get', errcode: 60111 });
    await expect(tenant.platform.directory.findPerson('wanglei')).resolves.toBe('hidden');
    const platform = tenant.createPlatform({ contacts: null });
    await expect(platform.directory.findPerson('wanglei')).resolves.toBe('left');
  });

  it('shows a part of the tree as a tree of its own', async () => {
    await tenant.control('PUT', 'visible-range', { departmentIds: [31, 4], userids: [] });
    const departments = await tenant.platform.directory.listDepartments();
    const parents = departments.map(({ key, parentKey }) => [key, parentKey]);
    expect(parents).toContainEqual(['31', null]);
    expect(parents).toContainEqual(['4', null]);
    expect(parents).toContainEqual(['41', '4']);
  });

  it('cannot list a department out of sight', async () => {
    await tenant.control('PUT', 'visible-range', { departmentIds: [4], userids: [] });
    expect((await failureOf(tenant.platform.directory.listPeople('31'))).platformCode).toBe('60011');
  });

  it('does not know everybody without the contacts secret', async () => {
    await expect(tenant.createPlatform({ contacts: null }).directory.listAllAccounts()).resolves.toBeNull();
  });

  it('reads a company of more people than fit on one page of ids', async () => {
    const people = Array.from({ length: 10_500 }, (_, n) => ({ userid: `u${n}`, name: `员工${n}`, departments: [1] }));
    await tenant.control('POST', 'company', {
      company: { name: '大公司' },
      departments: [{ id: 1, name: '大公司' }],
      people,
    });
    expect((await tenant.platform.directory.listAllAccounts())?.size).toBe(10_500);
    expect(await tenant.requests('/cgi-bin/user/list_id')).toHaveLength(2);
  });
});
