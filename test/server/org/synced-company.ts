import type { Id } from '../../../server/contract/page.ts';
import { requestSync } from '../../../server/modules/org/index.ts';
import type { DirectoryPerson } from '../../../server/ports/directory.ts';
import type { World } from '../../support/world.ts';
import { department, person } from './directory-facts.ts';

/** A company of this many people read from the platform: boss leads the top, leader an office, admin manages; the rest are p0, p1 … */
export const syncCompany = async (world: World, others = 30): Promise<{ admin: Id }> => {
  world.platform.departments = [
    department('1', null, '远航公司'),
    department('2', '1', '华东部'),
    department('3', '1', '华南部'),
  ];
  world.platform.people = [
    person('boss', '1', { name: '钱总', departments: [{ key: '1', leads: true }] }),
    person('admin', '1', { name: '管理员甲', directLeader: 'boss' }),
    person('leader', '2', { name: '赵东', departments: [{ key: '2', leads: true }], directLeader: 'boss' }),
    ...Array.from({ length: others }, (_, n) => person(`p${n}`, '2', { directLeader: 'leader' })),
  ];
  await sync(world);
  return { admin: await idOf(world, 'admin') };
};

/** One sync from request to end, or to where it waits. Answers its id. */
export const sync = async (world: World, dryRun = false): Promise<Id> => {
  const id = await requestSync(world.work, { trigger: 'manual', dryRun });
  await world.settle();
  return id;
};

export const idOf = async (world: World, account: string): Promise<Id> => {
  const row = await world.kernel.db('people').where({ account }).first<{ id: Id } | undefined>('id');
  if (!row) throw new Error(`nobody has the account ${account}`);
  return row.id;
};

export const stateOf = async (world: World, account: string): Promise<string | undefined> =>
  (await world.kernel.db('people').where({ account }).first<{ state: string } | undefined>('state'))?.state;

/** Changes what the platform says about somebody. */
export const change = (world: World, account: string, more: Partial<DirectoryPerson>): void => {
  world.platform.people = world.platform.people.map((one) => (one.account === account ? { ...one, ...more } : one));
};

export const remove = (world: World, ...accounts: string[]): void => {
  world.platform.people = world.platform.people.filter((one) => !accounts.includes(one.account));
};

/** Names of the events about a person, in order. */
export const eventsOf = async (world: World, account: string): Promise<string[]> => {
  const id = await idOf(world, account);
  const rows = await world.kernel
    .db('events')
    .where({ subject_kind: 'person', subject_id: id })
    .orderBy('id')
    .select<{ name: string }[]>('name');
  return rows.map((row) => row.name);
};
