import { describe, expect, it } from 'vitest';
import { bindGroup, listGroups, testGroup, unbindGroup, updateGroup } from '../../../server/contract/reports.ts';
import type { Id } from '../../../server/contract/page.ts';
import { rememberRobotChat } from '../../../server/modules/reports/index.ts';
import { deliver } from '../../bot/delivering.ts';
import { useWorld } from '../../support/world.ts';

const world = useWorld();
const address = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=secret-key-9f3c';
const bind = (as: Id, departmentId: Id, values: object = {}) =>
  world.call(as, bindGroup, { body: { name: '华东群', kind: 'webhook', departmentId, address, ...values } });

describe('binding a group', () => {
  it('is for administrators and the leaders of the department or above it', async () => {
    const { admin, eastLeader, southLeader, alice, boss, east, root } = await world.company.standard();
    expect((await bind(alice, east)).problem?.code).toBe('record.not_allowed');
    expect((await bind(southLeader, east)).problem?.code).toBe('record.not_allowed');
    expect((await bind(eastLeader, root)).problem?.code).toBe('record.not_allowed');
    expect((await bind(eastLeader, east)).ok).toBe(true);
    expect((await bind(boss, east, { address: `${address}2` })).ok).toBe(true);
    expect((await bind(admin, root, { address: `${address}3` })).ok).toBe(true);
  });

  it('never shows the key again', async () => {
    const { eastLeader, east } = await world.company.standard();
    await bind(eastLeader, east);
    const list = await world.call(eastLeader, listGroups);
    expect(list.data?.items[0]?.address).toMatch(/key=\*+9f3c$/);
    expect(JSON.stringify(list.data)).not.toContain('secret-key');
  });

  it('takes only webhook addresses of the platform and chats the robot has seen', async () => {
    const { eastLeader, east } = await world.company.standard();
    expect((await bind(eastLeader, east, { address: 'https://evil.example/send?key=1' })).problem?.code).toBe(
      'group.address_invalid',
    );
    const robot = { kind: 'robot', address: 'chat-1' };
    expect((await bind(eastLeader, east, robot)).problem?.code).toBe('group.robot_unknown');
    await rememberRobotChat(world.work, { chatId: 'chat-1', personId: eastLeader });
    expect((await world.call(eastLeader, listGroups)).data?.robotChats).toMatchObject([
      { chatId: 'chat-1', by: '赵东' },
    ]);
    expect((await bind(eastLeader, east, robot)).ok).toBe(true);
    expect((await world.call(eastLeader, listGroups)).data?.robotChats).toEqual([]);
  });

  it('binds a chat once, and again after it was released', async () => {
    const { eastLeader, east } = await world.company.standard();
    const id = (await bind(eastLeader, east)).data?.id ?? '';
    expect((await bind(eastLeader, east)).problem?.code).toBe('group.taken');
    expect((await world.call(eastLeader, unbindGroup, { params: { id } })).ok).toBe(true);
    expect((await bind(eastLeader, east)).ok).toBe(true);
  });

  it('refuses departments that do not exist', async () => {
    const { admin } = await world.company.standard();
    expect((await bind(admin, '123')).problem?.code).toBe('org.department_unknown');
  });
});

describe('a bound group', () => {
  it('does not exist for those who may not manage it', async () => {
    const { eastLeader, southLeader, east } = await world.company.standard();
    const id = (await bind(eastLeader, east)).data?.id ?? '';
    const params = { id };
    expect((await world.call(southLeader, updateGroup, { params, body: { active: false, version: 1 } })).status).toBe(
      404,
    );
    expect((await world.call(southLeader, unbindGroup, { params })).status).toBe(404);
    expect((await world.call(southLeader, testGroup, { params })).status).toBe(404);
    expect((await world.call(southLeader, listGroups)).data?.items).toEqual([]);
  });

  it('can be paused, and a stale save is refused', async () => {
    const { eastLeader, east } = await world.company.standard();
    const id = (await bind(eastLeader, east)).data?.id ?? '';
    const save = (body: { name?: string; active?: boolean; version: number }) =>
      world.call(eastLeader, updateGroup, { params: { id }, body });
    expect((await save({ active: false, version: 1 })).data).toEqual({ version: 2 });
    expect((await save({ name: '新名', version: 1 })).problem?.code).toBe('conflict.stale');
    expect((await world.call(eastLeader, listGroups)).data?.items).toMatchObject([{ name: '华东群', active: false }]);
  });

  it('gets a test message when asked', async () => {
    const { eastLeader, east } = await world.company.standard();
    const id = (await bind(eastLeader, east)).data?.id ?? '';
    await world.call(eastLeader, testGroup, { params: { id } });
    await deliver(world);
    expect(world.platform.sent).toMatchObject([
      { target: { kind: 'webhook', address }, content: { type: 'markdown' } },
    ]);
  });

  it('gets nothing any more once it was released', async () => {
    const { eastLeader, east } = await world.company.standard();
    const id = (await bind(eastLeader, east)).data?.id ?? '';
    await world.call(eastLeader, testGroup, { params: { id } });
    await world.settle();
    await world.call(eastLeader, unbindGroup, { params: { id } });
    await deliver(world);
    expect(world.platform.sent).toEqual([]);
    expect(await world.kernel.db('chat_groups').where({ id }).first('address')).toEqual({ address: '' });
  });
});
