import { describe, expect, it } from 'vitest';

import { readRobotMessage, readRobotPress } from '../../../../bot/platforms/wecom/events/robot-event.ts';

const now = new Date(1_800_000_000_000);
const base = { msgid: 'M1', create_time: 1_700_000_000, aibotid: 'B', from: { userid: 'ZhangSan' } };

describe('a message to the robot', () => {
  it('in a group names the group and drops the mention', () => {
    const body = { ...base, chatid: 'G1', chattype: 'group', msgtype: 'text', text: { content: '@小航 今日业绩' } };
    expect(readRobotMessage(body, now)).toEqual({
      kind: 'robot_seen',
      dedupeKey: 'wecom:robot:M1',
      at: new Date(1_700_000_000_000),
      chatId: 'G1',
      chatType: 'group',
      account: 'zhangsan',
      text: '今日业绩',
    });
  });

  it('in a single chat is addressed by the person', () => {
    const body = { ...base, chattype: 'single', msgtype: 'text', text: { content: ' @今天 有什么 ' } };
    expect(readRobotMessage(body, now)).toMatchObject({ chatId: 'ZhangSan', chatType: 'single', text: '@今天 有什么' });
  });

  it.each([
    ['voice', { voice: { content: '查客户' } }, '查客户'],
    ['mixed', { mixed: { msg_item: [{ msgtype: 'image' }, { msgtype: 'text', text: { content: '看图' } }] } }, '看图'],
    ['image', { image: { url: 'https://x' } }, ''],
  ])('may be %s', (msgtype, content, text) => {
    const body = { ...base, chattype: 'single', msgtype, ...content };
    expect(readRobotMessage(body, now)).toMatchObject({ kind: 'robot_seen', text });
  });

  it('without a sender or an id is not understood', () => {
    expect(readRobotMessage({ ...base, from: {} }, now)).toBeNull();
    expect(readRobotMessage({ ...base, msgid: '' }, now)).toBeNull();
  });

  it('without a time happened now', () => {
    const { create_time: _, ...timeless } = base;
    expect(readRobotMessage({ ...timeless, chattype: 'single' }, now)?.at).toEqual(now);
  });
});

describe('a press on a robot card', () => {
  const details = { card_type: 'button_interaction', event_key: 'approve', task_id: 'T1' };
  const expected = {
    kind: 'card_pressed',
    dedupeKey: 'wecom:robot:M1',
    via: 'robot',
    account: 'zhangsan',
    taskId: 'T1',
    actionKey: 'approve',
    chatId: 'G1',
    requestId: 'R1',
    updateCode: null,
  };

  it.each([
    ['nested, as on the wire', { eventtype: 'template_card_event', template_card_event: details }],
    ["flat, as in the SDK's types", { eventtype: 'template_card_event', ...details }],
  ])('is read %s', (_what, event) => {
    const body = { ...base, chatid: 'G1', chattype: 'group', msgtype: 'event', event };
    expect(readRobotPress(body, 'R1', now)).toMatchObject(expected);
  });

  it('brings what was chosen', () => {
    const chosen = { selected_item: [{ question_key: 'reason', option_ids: { option_id: ['r1', 'r2'] } }] };
    const event = { eventtype: 'template_card_event', template_card_event: { ...details, selected_items: chosen } };
    const body = { ...base, chatid: 'G1', chattype: 'group', msgtype: 'event', event };
    expect(readRobotPress(body, 'R1', now)).toMatchObject({ selected: { reason: ['r1', 'r2'] } });
  });

  it('without a card is not understood', () => {
    expect(readRobotPress({ ...base, msgtype: 'event', event: { eventtype: 'enter_chat' } }, 'R1', now)).toBeNull();
  });
});
