import { z } from 'zod';

import { type InboundEvent } from '../../../../server/ports/chat.ts';
import { toAccount } from '../api/account.ts';

const frameBase = z.looseObject({
  msgid: z.string().min(1),
  create_time: z.number().optional(),
  chatid: z.string().optional(),
  chattype: z.enum(['single', 'group']).default('single'),
  from: z.looseObject({ userid: z.string().min(1) }),
});

const message = frameBase.extend({
  text: z.looseObject({ content: z.string() }).optional(),
  mixed: z
    .looseObject({ msg_item: z.array(z.looseObject({ text: z.looseObject({ content: z.string() }).optional() })) })
    .optional(),
  voice: z.looseObject({ content: z.string() }).optional(),
});

const selectedItems = z.looseObject({
  selected_item: z.array(
    z.looseObject({ question_key: z.string(), option_ids: z.looseObject({ option_id: z.array(z.string()) }) }),
  ),
});

const press = z.looseObject({
  event_key: z.string(),
  task_id: z.string(),
  selected_items: selectedItems.optional(),
});

/** On the wire the press is nested; the SDK's types have it flat (doc 101027). */
const pressFrame = frameBase.extend({
  event: z
    .looseObject({ template_card_event: press.optional() })
    .transform((event) => event.template_card_event ?? press.safeParse(event).data),
});

type FrameBase = z.infer<typeof frameBase>;

/** Somebody spoke to the robot; null when the frame is not understood. */
export function readRobotMessage(body: unknown, now: Date): InboundEvent | null {
  const parsed = message.safeParse(body);
  if (!parsed.success) return null;
  const { text, mixed, voice, chattype, from } = parsed.data;
  const said =
    text?.content ?? mixed?.msg_item.map((item) => item.text?.content ?? '').join('') ?? voice?.content ?? '';
  return {
    kind: 'robot_seen',
    ...origin(parsed.data, now),
    chatId: chatIdOf(parsed.data),
    chatType: chattype,
    account: toAccount(from.userid),
    text: chattype === 'group' ? withoutMention(said) : said.trim(),
  };
}

/** Somebody pressed a button of the robot's card; `requestId` answers it. */
export function readRobotPress(body: unknown, requestId: string, now: Date): InboundEvent | null {
  const parsed = pressFrame.safeParse(body);
  if (!parsed.success || !parsed.data.event) return null;
  const { event_key, task_id, selected_items } = parsed.data.event;
  return {
    kind: 'card_pressed',
    ...origin(parsed.data, now),
    via: 'robot',
    account: toAccount(parsed.data.from.userid),
    taskId: task_id,
    actionKey: event_key,
    selected: Object.fromEntries(
      (selected_items?.selected_item ?? []).map((item) => [item.question_key, item.option_ids.option_id]),
    ),
    updateCode: null,
    chatId: chatIdOf(parsed.data),
    requestId,
  };
}

function origin(frame: FrameBase, now: Date): { dedupeKey: string; at: Date } {
  const at = frame.create_time === undefined ? now : new Date(frame.create_time * 1000);
  return { dedupeKey: `wecom:robot:${frame.msgid}`, at };
}

/** A single chat is addressed by the person's userid (doc 101463). */
function chatIdOf(frame: FrameBase): string {
  return frame.chatid ?? frame.from.userid;
}

/** What people say in a group begins with the robot's name. */
function withoutMention(text: string): string {
  return text.trim().replace(/^@\S+\s*/, '');
}
