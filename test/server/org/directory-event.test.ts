import { describe, expect, it } from 'vitest';
import { getPerson } from '../../../server/contract/org.ts';
import { getMe } from '../../../server/contract/session.ts';
import { events } from '../../../server/kernel/event.ts';
import { allRows } from '../../../server/kernel/rows.ts';
import { handleDirectoryEvent } from '../../../server/modules/org/index.ts';
import type { InboundEvent } from '../../../server/ports/chat.ts';
import type { DirectoryPerson } from '../../../server/ports/directory.ts';
import { useWorld } from '../../support/world.ts';
import { department, person } from './directory-facts.ts';
import { change, eventsOf, idOf, remove, stateOf, sync, syncCompany } from './synced-company.ts';

const world = useWorld();

type Told =
  | { kind: 'person_changed'; account: string; newAccount: string | null }
  | { kind: 'person_left'; account: string }
  | { kind: 'department_changed'; departmentKey: string };
const hear = async (told: Told): Promise<void> => {
  const event: InboundEvent = { ...told, dedupeKey: String(Math.random()), at: world.clock.now() };
  await handleDirectoryEvent(world.kernel, world.platform.directory, event);
};
const changed = (account: string, newAccount: string | null = null) =>
  hear({ kind: 'person_changed', account, newAccount });

describe('an event about a person', () => {
  it('says where to look, and what is found is applied', async () => {
    const { admin } = await syncCompany(world, 3);
    change(world, 'p1', { name: '新名', directLeader: 'boss' });
    await changed('P1');
    const answer = await world.call(admin, getPerson, { params: { id: await idOf(world, 'p1') } });
    expect(answer.data).toMatchObject({ name: '新名', leader: { name: '钱总' } });
  });

  it('brings in a newcomer together with a department we did not know', async () => {
    await syncCompany(world, 1);
    world.platform.departments.push(department('9', '2', '新组'));
    world.platform.people.push(person('newcomer', '9'));
    await changed('newcomer');
    const me = await world.call(await idOf(world, 'newcomer'), getMe);
    expect(me.data).toMatchObject({ department: '新组' });
  });

  it('may come twice and changes the person once', async () => {
    await syncCompany(world, 1);
    change(world, 'p0', { position: '主管' });
    await changed('p0');
    const { version } = await world.kernel.db('org_state').first<{ version: string }>('version');
    await changed('p0');
    expect(await eventsOf(world, 'p0')).toEqual(['person.joined', 'person.changed']);
    expect(await world.kernel.db('org_state').first('version')).toEqual({ version });
  });

  it('does not undo a newer answer when its own comes late', async () => {
    await syncCompany(world, 1);
    const late = world.platform.people.filter((one) => one.account === 'p0');
    const { directory } = world.platform;
    const find = directory.findPerson.bind(directory);
    let isFirst = true;
    directory.findPerson = async (account) => {
      if (!isFirst) return find(account);
      isFirst = false;
      // While this answer is on its way, the person changes and another process hears of it.
      world.clock.advance(1000);
      change(world, 'p0', { position: '总监' });
      await changed('p0');
      return late[0] as DirectoryPerson;
    };
    await changed('p0');
    expect(await world.kernel.db('people').where({ account: 'p0' }).first('position')).toEqual({ position: '总监' });
  });

  it('does not lose against a full sync that read the directory before', async () => {
    await syncCompany(world, 20);
    const { directory } = world.platform;
    const list = directory.listPeople.bind(directory);
    directory.listPeople = async (key) => {
      const people = await list(key);
      if (key !== '2') return people;
      world.clock.advance(1000);
      remove(world, 'p1');
      await hear({ kind: 'person_left', account: 'p1' });
      return people;
    };
    await sync(world);
    expect(await stateOf(world, 'p1')).toBe('left');
  });

  it('keeps the person under a new account', async () => {
    await syncCompany(world, 2);
    const id = await idOf(world, 'p1');
    change(world, 'p1', { account: 'xiaoming' });
    await changed('p1', 'XiaoMing');
    expect(await idOf(world, 'xiaoming')).toBe(id);
    await changed('p1', 'xiaoming');
    expect(await world.kernel.db('people').where('account', 'p1')).toHaveLength(0);
    expect(await world.kernel.db('people').where({ id }).first('state')).toEqual({ state: 'active' });
  });

  it('keeps the person also when a full sync has already taken the new account for somebody new', async () => {
    await syncCompany(world, 20);
    const id = await idOf(world, 'p1');
    change(world, 'p1', { account: 'xiaoming' });
    await sync(world);
    const double = await idOf(world, 'xiaoming');
    expect(double).not.toBe(id);
    await changed('p1', 'xiaoming');
    expect(await idOf(world, 'xiaoming')).toBe(id);
    expect(await world.kernel.db('people').where({ id }).first('state')).toEqual({ state: 'active' });
    expect(await world.kernel.db('people').where({ id: double }).first('state')).toEqual({ state: 'left' });
  });

  it('keeps a leader whom only the department names as such', async () => {
    await syncCompany(world, 2);
    world.platform.departments = world.platform.departments.map((one) =>
      one.key === '3' ? { ...one, leaders: ['p1'] } : one,
    );
    await sync(world);
    change(world, 'p1', { position: '负责人' });
    await changed('p1');
    const me = await world.call(await idOf(world, 'p1'), getMe);
    expect(me.data).toMatchObject({ position: '负责人', leads: [{ name: '华南部' }] });
  });
});

describe('an event that somebody left', () => {
  it('is checked, ends their sessions and says so', async () => {
    await syncCompany(world, 2);
    const id = await idOf(world, 'p1');
    const session = { cookie: `crm_session=${await world.sessionOf(id)}` };
    remove(world, 'p1');
    await hear({ kind: 'person_left', account: 'p1' });
    expect((await world.call(null, getMe, {}, session)).status).toBe(401);
    expect(await world.kernel.db('people').where({ id }).first('state', 'left_at')).toEqual({
      state: 'left',
      left_at: world.clock.now(),
    });
    const [left] = await allRows(events, world.kernel.db('events').where({ name: 'person.left' }));
    expect(left?.payload).toEqual({ personId: id, name: '人p1', account: 'p1' });
  });

  it('ends their sessions for good, also when they come back', async () => {
    await syncCompany(world, 2);
    const id = await idOf(world, 'p1');
    const session = { cookie: `crm_session=${await world.sessionOf(id)}` };
    const everybody = world.platform.people;
    remove(world, 'p1');
    await hear({ kind: 'person_left', account: 'p1' });
    world.platform.people = everybody;
    await changed('p1');
    expect(await stateOf(world, 'p1')).toBe('active');
    expect((await world.call(null, getMe, {}, session)).status).toBe(401);
    expect((await world.call(id, getMe)).ok).toBe(true);
  });

  it('changes nothing when they are still there', async () => {
    await syncCompany(world, 2);
    await hear({ kind: 'person_left', account: 'p1' });
    expect(await eventsOf(world, 'p1')).toEqual(['person.joined']);
  });

  it('only hides who is still in the company but out of sight', async () => {
    await syncCompany(world, 2);
    remove(world, 'p1');
    world.platform.allAccounts = new Set(['p1']);
    await hear({ kind: 'person_left', account: 'p1' });
    expect(await stateOf(world, 'p1')).toBe('hidden');
  });

  it('about somebody we never knew is nothing', async () => {
    await syncCompany(world, 1);
    await hear({ kind: 'person_left', account: 'stranger' });
    expect(await stateOf(world, 'stranger')).toBeUndefined();
  });

  it('leaves somebody to manage when it was the last administrator', async () => {
    await syncCompany(world, 1);
    remove(world, 'admin');
    await hear({ kind: 'person_left', account: 'admin' });
    expect((await world.call(await idOf(world, 'boss'), getMe)).data?.permissions).toContain('org.manage');
  });
});

describe('an event about a department', () => {
  const names = async (): Promise<string[]> => {
    const rows = await world.kernel
      .db('departments')
      .whereNull('removed_at')
      .orderBy('platform_key')
      .select<{ name: string }[]>('name');
    return rows.map((row) => row.name);
  };

  it('renames, adds and removes it', async () => {
    await syncCompany(world, 1);
    world.platform.departments = [
      department('1', null, '远航公司'),
      department('2', '1', '东区'),
      department('4', '2', '苏州组'),
    ];
    await hear({ kind: 'department_changed', departmentKey: '2' });
    expect(await names()).toEqual(['远航公司', '东区', '华南部', '苏州组']);
    await hear({ kind: 'department_changed', departmentKey: '3' });
    expect(await names()).toEqual(['远航公司', '东区', '苏州组']);
  });

  it('does not empty the company when the platform answers with nothing', async () => {
    await syncCompany(world, 1);
    world.platform.departments = [];
    await hear({ kind: 'department_changed', departmentKey: '3' });
    expect(await names()).toEqual(['远航公司', '华东部']);
  });

  it('asks again about people whose leadership has changed with it', async () => {
    await syncCompany(world, 1);
    change(world, 'leader', { departments: [{ key: '2', leads: false }] });
    change(world, 'p0', { departments: [{ key: '2', leads: true }] });
    world.platform.departments = world.platform.departments.map((one) =>
      one.key === '2' ? { ...one, leaders: ['p0'] } : one,
    );
    await hear({ kind: 'department_changed', departmentKey: '2' });
    expect((await world.call(await idOf(world, 'p0'), getMe)).data?.leads).toMatchObject([{ name: '华东部' }]);
    expect((await world.call(await idOf(world, 'leader'), getMe)).data?.leads).toEqual([]);
  });
});
