import AiBot, { type WsFrame } from '@wecom/aibot-node-sdk';
import { describe, expect, it } from 'vitest';

import {
  type CardView,
  type ConversationView,
  type PressOutcome,
  type SpeakOutcome,
} from '../../simulator/control/types.ts';
import { demoCredentials } from '../../simulator/demo-credentials.ts';
import { buttonCard } from './cards.ts';
import { cleanUp, inbox, type Json, type Rig, startSimulator } from './start-simulator.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
type Body = Parameters<InstanceType<typeof AiBot.WSClient>['sendMessage']>[1];

/** The official SDK, pointed at the simulator. */
async function connect(rig: Rig) {
  const { aibotId, aibotSecret } = demoCredentials;
  const wsUrl = `${rig.simulator.url.replace('http', 'ws')}/aibot`;
  const client = new AiBot.WSClient({
    botId: aibotId,
    secret: aibotSecret,
    wsUrl,
    logger: silent,
    maxReconnectAttempts: 0,
  });
  client.on('error', () => undefined);
  cleanUp(async () => client.disconnect());
  const ready = new Promise<void>((done) => client.once('authenticated', done));
  client.connect();
  await ready;
  return client;
}

type Client = Awaited<ReturnType<typeof connect>>;
const next = (client: Client, event: string) =>
  new Promise<WsFrame>((done) => client.once(event as 'message', done as () => void));
const errcode = (call: Promise<unknown>) =>
  call.then(
    () => 0,
    (frame: { errcode: number }) => frame.errcode,
  );
const groupId = async (rig: Rig) => {
  const all = await rig.control<ConversationView[]>('GET', 'people/amy/conversations');
  return all.find((each) => each.kind === 'group')?.id ?? '';
};
const say = (rig: Rig, where: string, text: string, mentionsRobot = true) =>
  rig.control<SpeakOutcome>('POST', `conversations/${where}/messages`, { userid: 'amy', text, mentionsRobot });
const card = (taskId: string) => ({ msgtype: 'template_card', template_card: buttonCard(taskId) }) as unknown as Body;
const markdown = (content: string) => ({ msgtype: 'markdown', markdown: { content } }) as Body;

describe('the smart robot', () => {
  it('hears in a group only what mentions it, and answers as a growing stream', async () => {
    const rig = await startSimulator();
    const robot = await connect(rig);
    const group = await groupId(rig);
    const heard: WsFrame[] = [];
    robot.on('message', (frame) => heard.push(frame));
    await say(rig, group, '大家好', false);
    const message = next(robot, 'message');
    expect(await say(rig, group, '今日待办')).toMatchObject({ delivered: true });
    const frame = await message;
    expect(heard).toHaveLength(1);
    expect(frame.body).toMatchObject({
      aibotid: demoCredentials.aibotId,
      chattype: 'group',
      chatid: group.slice('group:'.length),
      from: { userid: 'amy' },
      text: { content: '@小航 今日待办' },
    });
    await robot.replyStream(frame, 's1', '处理中', false);
    await robot.replyStream(frame, 's1', '共 **3** 件', true);
    expect((await inbox(rig, 'ben', group)).at(-1)).toMatchObject({
      sender: { kind: 'robot' },
      content: { kind: 'markdown', text: '共 **3** 件', isStreaming: false },
    });
    expect(await errcode(robot.replyStream(frame, 's1', '又', true))).toBe(846605);
  });

  it('pushes only where somebody has spoken to it', async () => {
    const rig = await startSimulator();
    const robot = await connect(rig);
    const group = await groupId(rig);
    const chatid = group.slice('group:'.length);
    expect(await errcode(robot.sendMessage(chatid, markdown('早')))).toBe(93001);
    await say(rig, group, '在吗');
    expect(await errcode(robot.sendMessage(chatid, markdown('早')))).toBe(0);
    expect(await errcode(robot.sendMessage('amy', markdown('早')))).toBe(93001);
    await say(rig, 'robot:amy', '在吗');
    expect(await errcode(robot.sendMessage('amy', markdown('早')))).toBe(0);
    expect(await errcode(robot.sendMessage('nowhere', markdown('早')))).toBe(93006);
    expect(
      await errcode(robot.sendMessage('amy', { msgtype: 'text', text: { content: 'x' } } as unknown as Body)),
    ).toBe(40008);
    await rig.control('PATCH', `groups/${chatid}`, { robotIn: false });
    expect(await errcode(robot.sendMessage(chatid, markdown('早')))).toBe(93008);
  });

  it('speaks thirty times a minute in one conversation', async () => {
    const rig = await startSimulator();
    const robot = await connect(rig);
    await say(rig, 'robot:amy', '在吗');
    for (let i = 0; i < 30; i++) await robot.sendMessage('amy', markdown(`第${i}条`));
    expect(await errcode(robot.sendMessage('amy', markdown('再来')))).toBe(45009);
    await rig.advance(61);
    expect(await errcode(robot.sendMessage('amy', markdown('再来')))).toBe(0);
  });

  it('sends pictures uploaded in pieces', async () => {
    const rig = await startSimulator();
    const robot = await connect(rig);
    await say(rig, 'robot:amy', '图表');
    const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.alloc(700 * 1024, 7)]);
    const { media_id } = await robot.uploadMedia(png, { type: 'image', filename: 'chart.png' });
    await robot.sendMediaMessage('amy', 'image', media_id);
    const content = (await inbox(rig, 'amy', 'robot:amy')).at(-1)?.content;
    const url = content?.kind === 'image' ? content.url : '';
    expect(Buffer.from(await (await fetch(rig.simulator.url + url)).arrayBuffer()).equals(png)).toBe(true);
  });
});

describe('a card of the robot in a group', () => {
  const seenBy = async (rig: Rig, userid: string, group: string): Promise<CardView> => {
    const content = (await inbox(rig, userid, group)).at(-1)?.content;
    if (content?.kind !== 'card') throw new Error('no card');
    return content.card;
  };
  const pressed = async (rig: Rig, group: string) => {
    const id = (await inbox(rig, 'lead', group)).at(-1)?.id;
    return rig.control<PressOutcome>('POST', `messages/${id}/press`, { userid: 'lead', key: 'approve:1' });
  };
  const prepare = async () => {
    const rig = await startSimulator();
    const robot = await connect(rig);
    const group = await groupId(rig);
    await say(rig, group, '在吗');
    await robot.sendMessage(group.slice('group:'.length), card('g1'));
    return { rig, robot, group };
  };

  it('turns into its result for everybody at one press', async () => {
    const { rig, robot, group } = await prepare();
    const event = next(robot, 'event.template_card_event');
    const press = pressed(rig, group);
    const frame = await event;
    expect(frame.body).toMatchObject({
      from: { userid: 'lead' },
      event: {
        template_card_event: {
          event_key: 'approve:1',
          task_id: 'g1',
          selected_items: { selected_item: [{ question_key: 'reason', option_ids: { option_id: ['r1'] } }] },
        },
      },
    });
    const result = { ...buttonCard('g1'), replace_text: '组长已同意' } as unknown as Parameters<
      Client['updateTemplateCard']
    >[1];
    await robot.updateTemplateCard(frame, result);
    expect(await press).toMatchObject({ delivered: true, message: { content: { card: { isDisabled: true } } } });
    expect(await seenBy(rig, 'ben', group)).toMatchObject({ isDisabled: true, replaceText: '组长已同意' });
    expect(await errcode(robot.updateTemplateCard(frame, result))).toBe(846605);
  });

  it('takes no other reply, no other task and none after five seconds', async () => {
    const { rig, robot, group } = await prepare();
    const event = next(robot, 'event.template_card_event');
    const press = pressed(rig, group);
    const frame = await event;
    const update = (taskId: string) => robot.updateTemplateCard(frame, buttonCard(taskId));
    expect(await errcode(robot.replyStream(frame, 's', 'x', true))).toBe(846605);
    expect(await errcode(update('other'))).toBe(42014);
    await rig.advance(6);
    expect(await errcode(update('g1'))).toBe(846605);
    expect(await press).toMatchObject({ delivered: false });
    expect(await seenBy(rig, 'lead', group)).toMatchObject({ isDisabled: false });
  });
});

describe('the long connection', () => {
  it('is one: a newer one sends the older away', async () => {
    const rig = await startSimulator();
    const first = await connect(rig);
    const sentAway = next(first, 'event.disconnected_event');
    const second = await connect(rig);
    expect((await sentAway).body).toMatchObject({ event: { eventtype: 'disconnected_event' } });
    await say(rig, 'robot:amy', '在吗');
    expect(await errcode(second.sendMessage('amy', markdown('在')))).toBe(0);
    expect(await rig.control('GET', 'robot')).toMatchObject({ connected: true });
  });

  it('refuses a wrong secret', async () => {
    const rig = await startSimulator();
    const wsUrl = `${rig.simulator.url.replace('http', 'ws')}/aibot`;
    const client = new AiBot.WSClient({
      botId: demoCredentials.aibotId,
      secret: 'wrong',
      wsUrl,
      logger: silent,
      maxAuthFailureAttempts: 1,
    });
    cleanUp(async () => client.disconnect());
    const refused = new Promise<Error>((done) => client.on('error', done));
    client.connect();
    expect((await refused).message).toContain('40001');
  });

  it('dies when nobody pings', async () => {
    const rig = await startSimulator({ timing: { robotIdleTimeoutMs: 80 } });
    const robot = await connect(rig);
    await new Promise((done) => robot.once('disconnected', done));
    expect(await say(rig, 'robot:amy', '在吗')).toMatchObject({
      delivered: false,
      toast: expect.stringContaining('不在线') as string,
    });
  });

  it('greets once a day, within five seconds', async () => {
    const rig = await startSimulator();
    const robot = await connect(rig);
    const entered = next(robot, 'event.enter_chat');
    await rig.control('POST', 'people/amy/enter-robot');
    const frame = await entered;
    await robot.replyWelcome(frame, { msgtype: 'text', text: { content: '你好' } });
    expect(await inbox(rig, 'amy', 'robot:amy')).toMatchObject([{ content: { text: '你好' } }]);
    expect(await errcode(robot.replyWelcome(frame, { msgtype: 'text', text: { content: '又' } }))).toBe(846605);
    const events: Json[] = [];
    robot.on('event', (each) => events.push({ ...each }));
    await rig.control('POST', 'people/amy/enter-robot');
    await rig.advance(86_400);
    const again = next(robot, 'event.enter_chat');
    await rig.control('POST', 'people/amy/enter-robot');
    await again;
    expect(events).toHaveLength(1);
  });
});
