import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type CardPress } from '../../../../server/ports/chat.ts';
import { approval, cardOf, png } from './contents.ts';
import { ensureFound, eventually, failureOf, startTenant, type Tenant } from './tenant.ts';

describe('the smart robot', () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await startTenant();
  });
  afterEach(() => tenant.close());

  const lost: string[] = [];
  const open = (platform = tenant.platform) =>
    ensureFound(platform.robot ?? undefined, 'the robot').open(
      (event) => tenant.events.push(event),
      (reason) => lost.push(reason),
    );

  async function meet(): Promise<{ kind: 'robot'; chatId: string }> {
    const { chatid } = await tenant.group('华东销售群');
    await tenant.control('POST', `conversations/group:${chatid}/messages`, {
      userid: 'wanglei',
      text: '你好',
      mentionsRobot: true,
    });
    const seen = await eventually(() => tenant.events.find((event) => event.kind === 'robot_seen'), 'the message');
    expect(seen).toMatchObject({ chatId: chatid, chatType: 'group', account: 'wanglei', text: '你好' });
    return { kind: 'robot', chatId: chatid };
  }

  async function pressInGroup(chatId: string): Promise<CardPress> {
    const message = await tenant.lastMessage(`group:${chatId}`, 'chenjianguo');
    void tenant.press(message, { userid: 'chenjianguo', key: 'approve' }).catch(() => undefined);
    const press = await eventually(() => tenant.events.find((event) => event.kind === 'card_pressed'), 'the press');
    if (press.kind !== 'card_pressed') throw new Error('not a press');
    return press;
  }

  const settled = (taskId: string) => approval(taskId, { settled: '陈建国 已同意' });

  it('posts into groups that have spoken to it: words, cards and pictures', async () => {
    await open();
    const target = await meet();
    const conversation = `group:${target.chatId}`;
    const { chat } = tenant.platform;
    await chat.send(target, { type: 'text', text: '**不是粗体**' });
    expect((await tenant.lastMessage(conversation, 'wanglei')).content).toMatchObject({ text: '＊＊不是粗体＊＊' });
    await chat.send(target, { type: 'markdown', markdown: '**日报**' });
    expect((await tenant.lastMessage(conversation, 'wanglei')).content).toMatchObject({ text: '**日报**' });
    await chat.send(target, { type: 'picture', png: png(1_200_000), name: '日报' });
    expect((await tenant.lastMessage(conversation, 'wanglei')).content).toMatchObject({ kind: 'image' });
    await chat.send(target, { type: 'card', card: approval('g1') });
    expect(cardOf(await tenant.lastMessage(conversation, 'wanglei')).template.card_type).toBe('button_interaction');
  });

  it('is refused where nobody has spoken to it', async () => {
    await open();
    const { chatid } = await tenant.group('公司经营日报群');
    const target = { kind: 'robot', chatId: chatid } as const;
    const error = await failureOf(tenant.platform.chat.send(target, { type: 'markdown', markdown: '日报' }));
    expect([error.code, error.platformCode]).toEqual(['misconfigured', '93001']);
  });

  it('answers a press by turning the card into its result for the whole group, once', async () => {
    await open();
    const target = await meet();
    await tenant.platform.chat.send(target, { type: 'card', card: approval('g2') });
    const press = await pressInGroup(target.chatId);
    expect(press).toMatchObject({ via: 'robot', account: 'chenjianguo', taskId: 'g2', chatId: target.chatId });
    await tenant.platform.chat.updateCard(target, { updateCode: null }, settled('g2'), press);
    const { template } = cardOf(await tenant.lastMessage(`group:${target.chatId}`, 'zhaomin'));
    expect(template).toMatchObject({ card_type: 'text_notice', task_id: 'g2', sub_title_text: '陈建国 已同意' });
    const again = await failureOf(tenant.platform.chat.updateCard(target, { updateCode: null }, settled('g2'), press));
    expect([again.code, again.platformCode]).toEqual(['card_expired', 'press_expired']);
  });

  it('cannot answer a press after five seconds, nor without one', { timeout: 15_000 }, async () => {
    await open();
    const target = await meet();
    await tenant.platform.chat.send(target, { type: 'card', card: approval('g3') });
    const press = await pressInGroup(target.chatId);
    const update = (by?: CardPress) => tenant.platform.chat.updateCard(target, { updateCode: null }, settled('g3'), by);
    expect((await failureOf(update())).platformCode).toBe('no_press');
    await new Promise((resolve) => setTimeout(resolve, 5100));
    expect((await failureOf(update(press))).code).toBe('card_expired');
  });

  it('slows down when a conversation had its thirty messages', async () => {
    await open();
    const target = await meet();
    await tenant.fault({ path: '/aibot/aibot_send_msg', errcode: 45009, times: 1 });
    const error = await failureOf(tenant.platform.chat.send(target, { type: 'markdown', markdown: '日报' }));
    expect([error.code, error.retryAfterMs]).toEqual(['rate_limited', 60_000]);
  });

  it('steps aside for a newer connection and does not come back', async () => {
    await open();
    const target = await meet();
    lost.length = 0;
    const newer = tenant.createPlatform();
    await open(newer);
    await eventually(() => (lost.length > 0 ? true : undefined), 'the loss');
    expect(lost).toEqual(['taken_over']);
    const error = await failureOf(tenant.platform.chat.send(target, { type: 'markdown', markdown: 'x' }));
    expect([error.code, error.platformCode, error.isTransient]).toEqual(['offline', 'robot_offline', true]);
    await newer.chat.send(target, { type: 'markdown', markdown: '我来' });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const subscriptions = await tenant.requests('/aibot/aibot_subscribe');
    expect(subscriptions).toHaveLength(2);
    await newer.robot?.close();
  });

  it('can be opened again after it was closed', async () => {
    await open();
    await tenant.platform.robot?.close();
    await open();
    const target = await meet();
    await expect(tenant.platform.chat.send(target, { type: 'markdown', markdown: '在' })).resolves.toBeDefined();
  });

  it('comes back by itself when the line breaks', { timeout: 15_000 }, async () => {
    await open();
    const target = await meet();
    await tenant.fault({ path: '/aibot/aibot_send_msg', drop: true, times: 1 });
    const send = () => tenant.platform.chat.send(target, { type: 'markdown', markdown: '在' });
    expect((await failureOf(send())).code).toBe('unreachable');
    await new Promise((resolve) => setTimeout(resolve, 1800));
    await expect(send()).resolves.toBeDefined();
  });

  it('with a wrong secret does not open, and says so', async () => {
    const wrong = tenant.createPlatform({ aibot: { id: 'aibDemoRobotOfTheSimulator', secret: 'wrong' } });
    expect((await failureOf(open(wrong))).code).toBe('misconfigured');
    const nowhere = tenant.createPlatform({ aibotUrl: 'ws://127.0.0.1:1/aibot' });
    expect((await failureOf(open(nowhere))).code).toBe('unreachable');
  });

  it('may not exist at all', async () => {
    const platform = tenant.createPlatform({ aibot: null });
    expect([platform.robot, platform.chat.hasRobot]).toEqual([null, false]);
    const target = { kind: 'robot', chatId: 'x' } as const;
    expect((await failureOf(platform.chat.send(target, { type: 'text', text: 'x' }))).platformCode).toBe('no_robot');
  });
});
