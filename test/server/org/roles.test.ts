import { describe, expect, it } from 'vitest';
import {
  createRole,
  getPerson,
  listPeople,
  listRoles,
  setPersonRoles,
  updateRole,
} from '../../../server/contract/org.ts';
import { getMe } from '../../../server/contract/session.ts';
import { useWorld } from '../../support/world.ts';

const world = useWorld();
const body = { name: '区域经理', permissions: ['crm.use' as const], scope: 'department' as const, departmentIds: [] };

describe('roles', () => {
  it('are created, changed and given, effective at the next request', async () => {
    const { admin, alice, east } = await world.company.standard();
    const created = await world.call(admin, createRole, { body: { ...body, scope: 'chosen', departmentIds: [east] } });
    const id = created.data?.id ?? '';
    await world.call(admin, setPersonRoles, { params: { id: alice }, body: { roleIds: [id] } });
    expect((await world.call(alice, getMe)).data).toMatchObject({ roles: ['区域经理'], scope: 'chosen' });
    const changed = await world.call(admin, updateRole, {
      params: { id },
      body: { ...body, permissions: ['crm.use', 'groups.manage'], version: 1 },
    });
    expect(changed.data).toEqual({ version: 2 });
    expect((await world.call(alice, getMe)).data).toMatchObject({
      permissions: ['crm.use', 'groups.manage'],
      scope: 'department',
    });
    expect((await world.call(admin, listRoles)).data?.items.find((one) => one.id === id)).toMatchObject({
      people: 1,
      version: 2,
    });
    await world.call(admin, setPersonRoles, { params: { id: alice }, body: { roleIds: [] } });
    expect((await world.call(alice, getMe)).data?.roles).toEqual(['业务人员']);
  });

  it('refuse a taken name, an unknown department, an unknown role and a stale version', async () => {
    const { admin, alice } = await world.company.standard();
    const created = await world.call(admin, createRole, { body });
    const params = { id: created.data?.id ?? '' };
    const code = async (answer: Promise<{ problem: { code: string } | null }>) => (await answer).problem?.code;
    expect(await code(world.call(admin, createRole, { body }))).toBe('org.role_name_taken');
    expect(await code(world.call(admin, createRole, { body: { ...body, name: '另一个', departmentIds: ['7'] } }))).toBe(
      'org.department_unknown',
    );
    expect(await code(world.call(admin, setPersonRoles, { params: { id: alice }, body: { roleIds: ['7'] } }))).toBe(
      'org.role_unknown',
    );
    expect(await code(world.call(admin, setPersonRoles, { params: { id: '7' }, body: { roleIds: [] } }))).toBe(
      'record.not_found',
    );
    expect(await code(world.call(admin, updateRole, { params: { id: '7' }, body: { ...body, version: 1 } }))).toBe(
      'record.not_found',
    );
    await world.call(admin, updateRole, { params, body: { ...body, version: 1 } });
    expect(await code(world.call(admin, updateRole, { params, body: { ...body, version: 1 } }))).toBe('conflict.stale');
  });

  it('are for those who manage the organisation', async () => {
    const { alice } = await world.company.standard();
    expect((await world.call(alice, listRoles)).status).toBe(403);
    expect((await world.call(alice, createRole, { body })).status).toBe(403);
    expect((await world.call(alice, setPersonRoles, { params: { id: alice }, body: { roleIds: [] } })).status).toBe(
      403,
    );
  });
});

describe('the last administrator', () => {
  it('cannot give the right away, in either of the two ways', async () => {
    const { admin } = await world.company.standard();
    const role = (await world.call(admin, listRoles)).data?.items.find((one) => one.name === '管理员');
    if (!role) throw new Error('no administrator role');
    const { id, version, name } = role;
    expect(
      (await world.call(admin, setPersonRoles, { params: { id: admin }, body: { roleIds: [] } })).problem?.code,
    ).toBe('org.last_admin');
    const without = { name, version, permissions: ['crm.use' as const], scope: 'self' as const, departmentIds: [] };
    expect((await world.call(admin, updateRole, { params: { id }, body: without })).problem?.code).toBe(
      'org.last_admin',
    );
    expect((await world.call(admin, getMe)).data?.permissions).toContain('org.manage');
  });

  it('is not somebody who has left', async () => {
    const { admin, bob } = await world.company.standard();
    await world.company.giveRole(bob, '管理员');
    expect((await world.call(bob, setPersonRoles, { params: { id: bob }, body: { roleIds: [] } })).ok).toBe(true);
    await world.company.giveRole(bob, '管理员');
    await world.kernel.db('people').where({ id: bob }).update({ state: 'left' });
    expect(
      (await world.call(admin, setPersonRoles, { params: { id: admin }, body: { roleIds: [] } })).problem?.code,
    ).toBe('org.last_admin');
  });
});

describe('colleagues', () => {
  const find = async (as: string, query: Parameters<typeof world.call<typeof listPeople>>[2]) =>
    (await world.call(as, listPeople, query)).data?.items.map((one) => one.name).sort();

  it('are found by part of the name, pinyin, initials and account', async () => {
    const { alice, bob } = await world.company.standard();
    await world.kernel.db('people').where({ id: bob }).update({ pinyin: 'zhouer', initials: 'ze', account: 'bobby_1' });
    for (const keyword of ['周二', '二', 'zhou', 'ZE', 'bobby_'])
      expect(await find(alice, { query: { keyword } })).toEqual(['周二']);
    expect(await find(alice, { query: { keyword: '%' } })).toEqual([]);
    expect(await find(alice, { query: { keyword: 'bobbyx' } })).toEqual([]);
  });

  it('are those whose records I may see when I ask for mine, and those of a department', async () => {
    const { eastLeader, south } = await world.company.standard();
    expect(await find(eastLeader, { query: { mine: '1' } })).toEqual(['周二', '李一', '赵东']);
    expect(await find(eastLeader, { query: { departmentId: south } })).toEqual(['吴三', '孙南', '郑四']);
  });

  it('come in pages that neither repeat nor leave anybody out, with equally many queries', async () => {
    const { alice, bob } = await world.company.standard();
    await world.kernel.db('people').where({ id: bob }).update({ state: 'left' });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { data }: Awaited<ReturnType<typeof world.call<typeof listPeople>>> = await world.call(alice, listPeople, {
        query: { limit: 3, ...(cursor ? { cursor } : {}) },
      });
      if (!cursor) expect(data?.total).toEqual({ count: 7, capped: false });
      seen.push(...(data?.items.map((one) => one.id) ?? []));
      cursor = data?.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
    expect(await countQueries(() => find(alice, { query: { limit: 2 } }))).toBe(
      await countQueries(() => find(alice, { query: { limit: 20 } })),
    );
  });

  it('show their mobile number to themselves and to administrators only', async () => {
    const { alice, bob, admin } = await world.company.standard();
    const mobile = async (as: string) => (await world.call(as, getPerson, { params: { id: bob } })).data?.mobile;
    expect([await mobile(alice), await mobile(bob), await mobile(admin)]).toEqual([
      '138****0002',
      '13800000002',
      '13800000002',
    ]);
    expect((await world.call(alice, getPerson, { params: { id: '7' } })).status).toBe(404);
  });
});

const countQueries = async (run: () => Promise<unknown>): Promise<number> => {
  let count = 0;
  const counted = (): void => void (count += 1);
  world.kernel.db.on('query', counted);
  await run();
  world.kernel.db.removeListener('query', counted);
  return count;
};
