import { describe, expect, it } from 'vitest';
import { decideApproval, withdrawApproval } from '../../server/contract/approvals.ts';
import { bindGroup } from '../../server/contract/reports.ts';
import type { Id } from '../../server/contract/page.ts';
import { ChatError, type Card } from '../../server/ports/chat.ts';
import { reassignPendingApprovals } from '../../server/modules/approvals/index.ts';
import { rememberRobotChat } from '../../server/modules/reports/index.ts';
import { askPending, flowOf, rememberOutcomes, superior } from '../server/approvals/requests.ts';
import { useWorld } from '../support/world.ts';
import { accountOf, deliver, ledger, press } from './delivering.ts';

const world = useWorld();

const ask = async (requester: Id, ...levels: number[]): Promise<Id> => {
  rememberOutcomes();
  const id = await askPending(world, requester, flowOf(...levels.map(superior)));
  await deliver(world);
  return id;
};

const cards = (): Card[] =>
  world.platform.sent.flatMap(({ content }) => (content.type === 'card' ? [content.card] : []));
const lastUpdate = (): Card | undefined => world.platform.updates.at(-1)?.card;
const messageTo = async (personId: Id) => (await ledger(world)).find((row) => row.personId === personId);

const bindEastGroup = async (leader: Id, east: Id): Promise<void> => {
  await rememberRobotChat(world.work, { chatId: 'east-chat', personId: leader });
  const body = { name: '华东群', kind: 'robot' as const, departmentId: east, address: 'east-chat' };
  expect((await world.call(leader, bindGroup, { body })).ok).toBe(true);
};

describe('an approval card', () => {
  it('goes to the approver with who asks, what for, and the two answers', async () => {
    const { alice, eastLeader } = await world.company.standard();
    const id = await ask(alice, 1);
    expect(world.platform.sent).toHaveLength(1);
    expect(world.platform.sent[0]?.target).toEqual({ kind: 'person', account: await accountOf(world, eastLeader) });
    expect(cards()).toMatchObject([
      {
        title: '申请 8 折',
        text: '老客户',
        path: `/approvals/${id}`,
        actions: [
          { key: 'approve', label: '同意' },
          { key: 'reject', label: '拒绝' },
        ],
      },
    ]);
    expect(cards()[0]?.facts.length).toBeLessThanOrEqual(6);
  });

  it('decides when it is pressed, turns into the result, and tells the requester', async () => {
    const { alice, eastLeader } = await world.company.standard();
    const id = await ask(alice, 1);
    const message = await messageTo(eastLeader);
    await press(world, message?.id ?? '', await accountOf(world, eastLeader), 'approve');
    await deliver(world);
    expect(await world.kernel.db('approvals').where({ id }).first('state')).toEqual({ state: 'approved' });
    const decided = await world.kernel.db('events').where({ name: 'approval.decided' }).first('surface', 'actor_id');
    expect(decided).toEqual({ surface: 'card', actor_id: eastLeader });
    expect(world.platform.updates).toHaveLength(1);
    expect(lastUpdate()).toMatchObject({ settled: '已同意', actions: [], text: '赵东 今天 10:00 同意' });
    expect(cards().at(-1)).toMatchObject({ title: '赵东同意了您的申请' });
    expect(world.platform.sent.at(-1)?.target).toEqual({ kind: 'person', account: await accountOf(world, alice) });
  });

  it('handles a press once, however often the inbox hands it over', async () => {
    const { alice, eastLeader } = await world.company.standard();
    await ask(alice, 1);
    const message = await messageTo(eastLeader);
    const handleAgain = await press(world, message?.id ?? '', await accountOf(world, eastLeader), 'approve');
    world.clock.advance(60_000);
    await handleAgain();
    expect(await world.kernel.db('events').where({ name: 'approval.decided' }).pluck('surface')).toEqual(['card']);
    expect(lastUpdate()).toMatchObject({ settled: '已同意', text: '赵东 今天 10:00 同意' });
  });

  it('turns into the result when the decision is made in the app', async () => {
    const { alice, eastLeader } = await world.company.standard();
    const id = await ask(alice, 1);
    const body = { decision: 'rejected' as const, comment: '价格太低' };
    await world.call(eastLeader, decideApproval, { params: { id }, body });
    await deliver(world);
    expect(world.platform.updates).toHaveLength(1);
    expect(world.platform.updates[0]?.handle.updateCode).toBe('code1');
    expect(lastUpdate()).toMatchObject({ settled: '已拒绝', text: '赵东 今天 10:00 拒绝:价格太低' });
  });

  it('says what happened, who and when, to somebody who presses a stale one', async () => {
    const { alice, eastLeader } = await world.company.standard();
    const id = await ask(alice, 1);
    const message = await messageTo(eastLeader);
    await world.call(eastLeader, decideApproval, { params: { id }, body: { decision: 'approved', comment: '' } });
    world.clock.advance(3_600_000);
    await press(world, message?.id ?? '', await accountOf(world, eastLeader), 'reject');
    expect(lastUpdate()).toMatchObject({ settled: '已同意', text: '您已于今天 10:00 同意' });
    expect(await world.kernel.db('approvals').where({ id }).first('state')).toEqual({ state: 'approved' });
  });

  it('asks the next level with a card of its own and says so on the first', async () => {
    const { alice, eastLeader, boss } = await world.company.standard();
    await ask(alice, 1, 2);
    const first = await messageTo(eastLeader);
    await press(world, first?.id ?? '', await accountOf(world, eastLeader), 'approve');
    await deliver(world);
    expect(lastUpdate()).toMatchObject({ settled: '已同意,待上级' });
    const second = await messageTo(boss);
    await press(world, second?.id ?? '', 'boss', 'approve');
    await deliver(world);
    const settled = (await ledger(world)).filter((row) => row.topic === 'approval').map((row) => row.settled);
    expect(settled).toEqual(['已同意', '已同意']);
  });

  it('shows that the requester has withdrawn, also to who presses afterwards', async () => {
    const { alice, eastLeader } = await world.company.standard();
    const id = await ask(alice, 1);
    await world.call(alice, withdrawApproval, { params: { id } });
    await deliver(world);
    expect(lastUpdate()).toMatchObject({ settled: '已撤回' });
    const message = await messageTo(eastLeader);
    await press(world, message?.id ?? '', await accountOf(world, eastLeader), 'approve');
    expect(lastUpdate()).toMatchObject({ settled: '已撤回', text: '申请人已撤回' });
  });

  it('moves on when the task does', async () => {
    const { alice, eastLeader, boss } = await world.company.standard();
    await ask(alice, 1);
    await reassignPendingApprovals(world.work, { fromId: eastLeader, toId: boss, reason: '离职' });
    await deliver(world);
    expect(lastUpdate()).toMatchObject({ settled: '无需处理' });
    expect(world.platform.sent.at(-1)).toMatchObject({
      target: { account: 'boss' },
      content: { card: { title: '申请 8 折' } },
    });
  });

  it('is not sent any more when the matter was decided while it waited', async () => {
    const { alice, eastLeader } = await world.company.standard();
    rememberOutcomes();
    const id = await askPending(world, alice, flowOf(superior(1)));
    await world.settle();
    await world.call(eastLeader, decideApproval, { params: { id }, body: { decision: 'approved', comment: '' } });
    await deliver(world);
    expect((await messageTo(eastLeader))?.state).toBe('dropped');
  });

  it('does nothing for a button it does not have, nor for strangers', async () => {
    const { alice, eastLeader, bob } = await world.company.standard();
    const id = await ask(alice, 1);
    const message = await messageTo(eastLeader);
    await press(world, message?.id ?? '', await accountOf(world, eastLeader), 'allow:1');
    await press(world, '99', await accountOf(world, eastLeader), 'approve');
    await press(world, message?.id ?? '', 'nobody', 'approve');
    await press(world, message?.id ?? '', await accountOf(world, bob), 'approve');
    expect(world.platform.updates).toEqual([]);
    expect(await world.kernel.db('approvals').where({ id }).first('state')).toEqual({ state: 'pending' });
  });
});

describe('an approval card in a group', () => {
  it('goes to the group of the requester’s department that the robot can reach', async () => {
    const { alice, east, eastLeader } = await world.company.standard();
    await bindEastGroup(eastLeader, east);
    await ask(alice, 1);
    expect(world.platform.sent.map((one) => one.target)).toContainEqual({ kind: 'robot', chatId: 'east-chat' });
  });

  it('is answered within the press and turns every copy into the result', async () => {
    const { alice, east, eastLeader } = await world.company.standard();
    await bindEastGroup(eastLeader, east);
    await ask(alice, 1);
    const copy = (await ledger(world)).find((row) => row.channel === 'robot');
    await press(world, copy?.id ?? '', await accountOf(world, eastLeader), 'approve', 'east-chat');
    expect(world.platform.updates).toMatchObject([
      { target: { kind: 'robot', chatId: 'east-chat' }, card: { settled: '已同意' }, press: { via: 'robot' } },
    ]);
    await deliver(world);
    expect(world.platform.updates).toHaveLength(2);
    expect(lastUpdate()).toMatchObject({ settled: '已同意' });
    expect((await ledger(world)).filter((row) => row.topic === 'approval_result')).toHaveLength(1);
  });

  it('stays for the approver when a colleague presses it, who is told in private', async () => {
    const { alice, bob, east, eastLeader } = await world.company.standard();
    await bindEastGroup(eastLeader, east);
    const id = await ask(alice, 1);
    const copy = (await ledger(world)).find((row) => row.channel === 'robot');
    await press(world, copy?.id ?? '', await accountOf(world, bob), 'approve', 'east-chat');
    await deliver(world);
    expect(await world.kernel.db('approvals').where({ id }).first('state')).toEqual({ state: 'pending' });
    expect(lastUpdate()?.actions).toHaveLength(2);
    expect(world.platform.sent.at(-1)).toMatchObject({
      target: { kind: 'person', account: await accountOf(world, bob) },
      content: { type: 'text', text: '「申请 8 折」:您不是这一步的审批人' },
    });
  });

  it('is followed by a line when the decision is made elsewhere, for it cannot be changed without a press', async () => {
    const { alice, east, eastLeader } = await world.company.standard();
    await bindEastGroup(eastLeader, east);
    const id = await ask(alice, 1);
    await world.call(eastLeader, decideApproval, { params: { id }, body: { decision: 'approved', comment: '' } });
    await deliver(world);
    const lines = world.platform.sent.flatMap(({ content }) => (content.type === 'markdown' ? content.markdown : []));
    expect(lines).toEqual(['**申请 8 折**\n> 已同意 · 赵东 今天 10:00 同意']);
    await deliver(world);
    expect(world.platform.sent.filter((one) => one.content.type === 'markdown')).toHaveLength(1);
  });

  it('says the result in a line when the answer came too late for the press', async () => {
    const { alice, east, eastLeader } = await world.company.standard();
    await bindEastGroup(eastLeader, east);
    await ask(alice, 1);
    const copy = (await ledger(world)).find((row) => row.channel === 'robot');
    world.platform.updateFailures.push(new ChatError('card_expired', 'press_expired', 'older than five seconds'));
    await press(world, copy?.id ?? '', await accountOf(world, eastLeader), 'approve', 'east-chat');
    await deliver(world);
    expect(world.platform.sent.some((one) => one.content.type === 'markdown')).toBe(true);
  });
});
