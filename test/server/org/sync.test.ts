import { describe, expect, it } from 'vitest';
import {
  cancelSync,
  confirmSync,
  getPerson,
  getSync,
  listDepartments,
  listSyncs,
  startSync,
} from '../../../server/contract/org.ts';
import { getMe } from '../../../server/contract/session.ts';
import { systemWork } from '../../../server/kernel/work.ts';
import { runDueJobs } from '../../../server/kernel/schedule.ts';
import { handleDirectoryEvent } from '../../../server/modules/org/index.ts';
import { ChatError } from '../../../server/ports/chat.ts';
import { useWorld } from '../../support/world.ts';
import { department, person } from './directory-facts.ts';
import { change, eventsOf, idOf, remove, stateOf, sync, syncCompany } from './synced-company.ts';

const world = useWorld();
const read = async (as: string, id: string) => {
  const answer = await world.call(as, getSync, { params: { id }, query: { limit: 100 } });
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.data;
};

describe('the first sync', () => {
  it('brings in departments and people with leaders, superiors and pinyin, however many, without asking', async () => {
    const { admin } = await syncCompany(world, 200);
    const [p0, leader] = [await idOf(world, 'p0'), await idOf(world, 'leader')];
    const answer = await world.call(admin, getPerson, { params: { id: p0 } });
    expect(answer.data).toMatchObject({
      name: '人p0',
      state: 'active',
      leader: { id: leader, name: '赵东' },
      department: '华东部',
    });
    expect(await world.kernel.db('people').where({ account: 'leader' }).first('pinyin', 'initials')).toMatchObject({
      pinyin: 'zhaodong',
      initials: 'zd',
    });
    const tree = await world.call(admin, listDepartments);
    expect(tree.data?.items.map((one) => [one.name, one.people, one.peopleBelow])).toEqual([
      ['远航公司', 2, 203],
      ['华东部', 201, 201],
      ['华南部', 0, 0],
    ]);
    expect((await world.call(admin, getMe)).data?.company).toBe('远航公司');
  });

  it('makes the configured account an administrator, and without one the leaders at the top', async () => {
    const { admin } = await syncCompany(world, 1);
    expect((await world.call(admin, getMe)).data?.permissions).toContain('org.manage');
    expect((await world.call(await idOf(world, 'boss'), getMe)).data?.permissions).not.toContain('org.manage');
  });

  it('without the configured account makes the leaders at the top administrators', async () => {
    world.platform.departments = [department('1'), department('2', '1')];
    world.platform.people = [person('head', '2', { departments: [{ key: '2', leads: true }] }), person('clerk', '1')];
    await sync(world);
    expect((await world.call(await idOf(world, 'head'), getMe)).data?.permissions).toContain('org.manage');
    expect((await world.call(await idOf(world, 'clerk'), getMe)).data?.permissions).not.toContain('org.manage');
  });

  it('starts by itself in an empty company, once', async () => {
    world.platform.departments = [department('1')];
    world.platform.people = [person('solo', '1', { departments: [{ key: '1', leads: true }] })];
    await runDueJobs(
      world.kernel,
      world.product.jobs.filter((job) => job.name === 'org.tend-syncs'),
    );
    await world.settle();
    expect(await stateOf(world, 'solo')).toBe('active');
    world.clock.advance(60_000);
    await runDueJobs(
      world.kernel,
      world.product.jobs.filter((job) => job.name === 'org.tend-syncs'),
    );
    await world.settle();
    expect(await world.kernel.db('org_syncs').select('trigger')).toHaveLength(1);
  });
});

describe('a later sync', () => {
  it('changes nothing when nothing has changed', async () => {
    const { admin } = await syncCompany(world);
    const events = await world.kernel.db('events').where('name', 'like', 'person.%').count({ count: '*' });
    const { sync: done } = await read(admin, await sync(world));
    expect(done).toMatchObject({ state: 'done', counts: {} });
    expect(await world.kernel.db('events').where('name', 'like', 'person.%').count({ count: '*' })).toEqual(events);
  });

  it('moves, renames, promotes, and tells what changed', async () => {
    const { admin } = await syncCompany(world);
    change(world, 'p1', {
      departments: [{ key: '3', leads: true }],
      mainDepartmentKey: '3',
      directLeader: 'boss',
      position: '主管',
    });
    const id = await sync(world);
    const detail = await world.call(admin, getPerson, { params: { id: await idOf(world, 'p1') } });
    expect(detail.data).toMatchObject({
      position: '主管',
      leader: { name: '钱总' },
      departments: [{ name: '华南部', leads: true, main: true }],
    });
    const { changes } = await read(admin, id);
    expect(changes.items).toEqual([
      { kind: 'person_changed', name: '人p1', detail: expect.stringContaining('华东部 → 华南部(负责人)') as string },
    ]);
    expect(await eventsOf(world, 'p1')).toEqual(['person.joined', 'person.changed']);
  });

  it('tells somebody who left from somebody out of sight, and ends both sessions', async () => {
    const { admin } = await syncCompany(world);
    const [p1, p2] = [await idOf(world, 'p1'), await idOf(world, 'p2')];
    const cookie = async (id: string) => ({ cookie: `crm_session=${await world.sessionOf(id)}` });
    const [one, two] = [await cookie(p1), await cookie(p2)];
    remove(world, 'p1', 'p2');
    world.platform.allAccounts = new Set([...world.platform.people.map((given) => given.account), 'P2']);
    const { sync: done } = await read(admin, await sync(world));
    expect(done.counts).toEqual({ person_left: 1, person_hidden: 1 });
    expect([await stateOf(world, 'p1'), await stateOf(world, 'p2')]).toEqual(['left', 'hidden']);
    expect((await world.call(null, getMe, {}, one)).status).toBe(401);
    expect((await world.call(null, getMe, {}, two)).status).toBe(401);
    expect(await eventsOf(world, 'p1')).toEqual(['person.joined', 'person.left']);
    expect(await eventsOf(world, 'p2')).toEqual(['person.joined', 'person.changed']);
  });

  it('asks for missing people by name when the platform does not list everybody', async () => {
    await syncCompany(world);
    const everybody = world.platform.people;
    const asked: string[] = [];
    world.platform.directory.listPeople = (key) =>
      Promise.resolve(
        everybody.filter(
          (one) => one.account !== 'p1' && one.account !== 'p2' && one.departments.some((given) => given.key === key),
        ),
      );
    world.platform.directory.findPerson = (account) => {
      asked.push(account);
      return Promise.resolve(account === 'p1' ? 'hidden' : person('p2', '3', { directLeader: 'leader' }));
    };
    await sync(world);
    expect(asked.sort()).toEqual(['p1', 'p2']);
    expect([await stateOf(world, 'p1'), await stateOf(world, 'p2')]).toEqual(['hidden', 'active']);
  });

  it('brings back somebody who returns, as the same person', async () => {
    await syncCompany(world);
    const id = await idOf(world, 'p1');
    const [p1] = world.platform.people.filter((one) => one.account === 'p1');
    remove(world, 'p1');
    await sync(world);
    world.platform.people.push({ ...(p1 ?? person('p1', '2')), account: 'P1' });
    await sync(world);
    expect(await idOf(world, 'p1')).toBe(id);
    expect(await stateOf(world, 'p1')).toBe('active');
    expect(await eventsOf(world, 'p1')).toEqual(['person.joined', 'person.left', 'person.returned']);
  });

  it('removes departments and takes them back', async () => {
    const { admin } = await syncCompany(world);
    world.platform.departments = world.platform.departments.filter((one) => one.key !== '3');
    await sync(world);
    expect((await world.call(admin, listDepartments)).data?.items).toHaveLength(2);
    world.platform.departments.push(department('3', '2', '新部门'));
    await sync(world);
    expect((await world.call(admin, listDepartments)).data?.items.at(-1)?.name).toBe('新部门');
  });

  it('fails as a whole, in words, when one department cannot be read, and disables nobody', async () => {
    const { admin } = await syncCompany(world);
    world.platform.directory.listPeople = (key) =>
      key === '3'
        ? Promise.reject(new ChatError('misconfigured', '60020', 'not allow to access from your ip'))
        : Promise.resolve([]);
    const { sync: failed } = await read(admin, await sync(world));
    expect(failed).toMatchObject({ state: 'failed', note: expect.stringContaining('可信 IP') as string });
    expect(await stateOf(world, 'p1')).toBe('active');
  });

  it('gives the administrator role to the leaders at the top when the last administrator leaves', async () => {
    await syncCompany(world);
    remove(world, 'admin');
    await sync(world);
    expect((await world.call(await idOf(world, 'boss'), getMe)).data?.permissions).toContain('org.manage');
  });
});

describe('the brake', () => {
  it('stops a sync that would disable many, applies it when confirmed, and tells the administrators', async () => {
    const { admin } = await syncCompany(world, 30);
    remove(world, ...Array.from({ length: 5 }, (_, n) => `p${n}`));
    const id = await sync(world);
    expect((await read(admin, id)).sync).toMatchObject({
      state: 'waiting',
      note: expect.stringContaining('5 人') as string,
    });
    expect(await stateOf(world, 'p1')).toBe('active');
    expect(await world.kernel.db('events').where({ name: 'org.sync_blocked' })).toHaveLength(1);
    expect((await world.call(admin, confirmSync, { params: { id } })).ok).toBe(true);
    await world.settle();
    expect((await read(admin, id)).sync.state).toBe('done');
    expect(await stateOf(world, 'p1')).toBe('left');
    expect((await world.call(admin, confirmSync, { params: { id } })).problem?.code).toBe('org.sync_not_waiting');
  });

  it('leaves everything alone when it is cancelled, and frees the way for another', async () => {
    const { admin } = await syncCompany(world);
    remove(world, 'p0', 'p1', 'p2', 'p3');
    const id = await sync(world);
    expect((await world.call(admin, startSync, { body: { dryRun: false } })).problem?.code).toBe('org.sync_running');
    expect((await world.call(admin, cancelSync, { params: { id } })).ok).toBe(true);
    expect(await stateOf(world, 'p1')).toBe('active');
    expect((await world.call(admin, startSync, { body: { dryRun: true } })).ok).toBe(true);
  });

  it('gives way to the nightly pull, which stops again if it must', async () => {
    const { admin } = await syncCompany(world);
    remove(world, 'p0', 'p1', 'p2', 'p3');
    const id = await sync(world);
    world.clock.set(new Date('2026-03-11T19:00:30.000Z'));
    await runDueJobs(
      world.kernel,
      world.product.jobs.filter((job) => job.name === 'org.nightly-sync'),
    );
    await world.settle();
    const { data } = await world.call(admin, listSyncs);
    expect(data?.items.map((one) => [one.trigger, one.state]).slice(0, 2)).toEqual([
      ['nightly', 'waiting'],
      ['manual', 'cancelled'],
    ]);
    expect((await read(admin, id)).sync.state).toBe('cancelled');
  });
});

describe('a dry run', () => {
  it('changes nothing until it is confirmed', async () => {
    const { admin } = await syncCompany(world);
    world.platform.people.push(person('newcomer', '3'));
    const id = await sync(world, true);
    expect((await read(admin, id)).sync).toMatchObject({ state: 'ready', counts: { person_added: 1 } });
    expect(await stateOf(world, 'newcomer')).toBeUndefined();
    await world.call(admin, confirmSync, { params: { id } });
    await world.settle();
    expect(await stateOf(world, 'newcomer')).toBe('active');
  });

  it('is stale once a person in it has changed since, once a later sync has run, and after a day', async () => {
    const { admin } = await syncCompany(world);
    const confirm = async (id: string) => (await world.call(admin, confirmSync, { params: { id } })).problem?.code;
    change(world, 'p1', { position: '主管' });
    const first = await sync(world, true);
    world.clock.advance(60_000);
    change(world, 'p1', { position: '经理' });
    await handleDirectoryEvent(world.kernel, world.platform.directory, {
      kind: 'person_changed',
      account: 'p1',
      newAccount: null,
      dedupeKey: '1',
      at: world.clock.now(),
    });
    expect(await confirm(first)).toBe('org.sync_stale');
    change(world, 'p2', { position: '经理' });
    const second = await sync(world, true);
    await sync(world);
    expect(await confirm(second)).toBe('org.sync_stale');
    change(world, 'p3', { position: '经理' });
    const third = await sync(world, true);
    world.clock.advance(25 * 3_600_000);
    expect(await confirm(third)).toBe('org.sync_stale');
  });

  it('is not stale because somebody else changed', async () => {
    const { admin } = await syncCompany(world);
    change(world, 'p1', { position: '主管' });
    const id = await sync(world, true);
    world.clock.advance(60_000);
    change(world, 'p2', { position: '主管' });
    await handleDirectoryEvent(world.kernel, world.platform.directory, {
      kind: 'person_changed',
      account: 'p2',
      newAccount: null,
      dedupeKey: '1',
      at: world.clock.now(),
    });
    expect((await world.call(admin, confirmSync, { params: { id } })).ok).toBe(true);
  });
});

describe('sync endpoints', () => {
  it('are for those who manage the organisation', async () => {
    await syncCompany(world, 2);
    const boss = await idOf(world, 'boss');
    expect((await world.call(boss, startSync, { body: { dryRun: true } })).status).toBe(403);
    expect((await world.call(null, listSyncs)).status).toBe(401);
    expect((await world.call(boss, confirmSync, { params: { id: '1' } })).status).toBe(403);
  });

  it('know no other syncs', async () => {
    const { admin } = await syncCompany(world, 2);
    expect((await world.call(admin, getSync, { params: { id: '1' } })).status).toBe(404);
    expect((await world.call(admin, confirmSync, { params: { id: '1' } })).status).toBe(404);
  });

  it('cannot be got round without the permission', async () => {
    const { admin } = await syncCompany(world);
    remove(world, 'p0', 'p1', 'p2', 'p3');
    const id = await sync(world);
    const { confirmSync: confirm } = await import('../../../server/modules/org/index.ts');
    await expect(confirm(await world.workAs(await idOf(world, 'boss')), { syncId: id })).rejects.toThrow('权限');
    expect((await read(admin, id)).sync.state).toBe('waiting');
    await expect(confirm(systemWork(world.kernel), { syncId: id })).resolves.toBeUndefined();
  });
});
