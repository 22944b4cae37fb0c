import { z } from 'zod';

import { replaceCard } from '../chat/card-faces.ts';
import { findMessage, messageChanged, postMessage } from '../chat/post-message.ts';
import { readersOf } from '../chat/conversation-ids.ts';
import { DAY, MINUTE, SECOND } from '../clock.ts';
import { findPerson } from '../org/org-index.ts';
import { readReplacement } from '../wecom/card-updates.ts';
import { ensure } from '../wecom/error.ts';
import { imageType, keepMedia, mediaUrl } from '../wecom/media-store.ts';
import { type World } from '../world.ts';
import { type RobotCall } from './commands.ts';
import { ensureRate, isMediaMessage, readCardDraft, readMarkdown, readMediaDraft, type Draft } from './content.ts';
import { type Exchange, openExchange } from './exchange.ts';

const EVENT_REPLY_WITHIN = 5 * SECOND;
const STREAM_WITHIN = 10 * MINUTE;

/** `aibot_respond_msg`: stream, card, both, or a medium, within 24 hours of the message. */
export function respondMessage({ world, reqId, body }: RobotCall): undefined {
  const exchange = openExchange(world, reqId, 'message', DAY);
  const msgtype = String(body.msgtype ?? '');
  const hasStream = msgtype === 'stream' || msgtype === 'stream_with_template_card';
  const hasCard = msgtype === 'template_card' || (msgtype === 'stream_with_template_card' && body.template_card);
  ensure(hasStream || hasCard || isMediaMessage(msgtype), 40008);
  ensure(!(hasCard && exchange.hasCard), 846605, 'a message takes one card only');
  const card = hasCard ? readCardDraft(world, body.template_card) : null;
  if (hasStream) writeStream(world, exchange, body.stream);
  if (isMediaMessage(msgtype)) post(world, exchange, readMediaDraft(world, msgtype, body[msgtype]));
  if (card) {
    exchange.hasCard = true;
    post(world, exchange, card);
  }
  finish(exchange);
}

/** `aibot_respond_welcome_msg`: once, five seconds after the visit. */
export function respondWelcome({ world, reqId, body }: RobotCall): undefined {
  const exchange = openExchange(world, reqId, 'enter', EVENT_REPLY_WITHIN);
  ensure(!exchange.isAnswered, 846605);
  if (body.msgtype === 'template_card') post(world, exchange, readCardDraft(world, body.template_card));
  else {
    const text = z.object({ content: z.string().min(1) }).safeParse(body.text);
    ensure(body.msgtype === 'text' && text.success, 40008);
    post(world, exchange, {
      content: { kind: 'text', text: text.data.content, mentions: [], mentionsEveryone: false },
      card: null,
    });
  }
  finish(exchange);
}

const update = z.object({
  response_type: z.literal('update_template_card'),
  userids: z.array(z.string()).optional(),
  template_card: z.looseObject({ task_id: z.string() }),
});

/** `aibot_respond_update_msg`: once, five seconds after the press; without userids for everybody who sees the card. */
export function respondUpdate({ world, reqId, body }: RobotCall): undefined {
  const exchange = openExchange(world, reqId, 'card', EVENT_REPLY_WITHIN);
  ensure(!exchange.isAnswered, 846605, 'sent once only');
  const parsed = update.safeParse(body);
  ensure(parsed.success, 40058, 'invalid Request Parameter: update_template_card');
  const { userids, template_card } = parsed.data;
  ensure(template_card.task_id === exchange.taskId, 42014, 'task_id differs from the event');
  const message = findMessage(world, exchange.messageId ?? '');
  ensure(message?.card, 42016, 'task not exist');
  const template = readReplacement(world, message, message.card, template_card);
  const readers = readersOf(world.state, message);
  const named = userids?.map((userid) => findPerson(world.state, userid)?.userid ?? userid);
  replaceCard(world, message, message.card, template, named?.filter((each) => readers.includes(each)) ?? 'everyone');
  finish(exchange);
}

const streamShape = z.object({
  id: z.string().min(1),
  finish: z.boolean().default(false),
  content: z.string().default(''),
  msg_item: z
    .array(z.object({ msgtype: z.literal('image'), image: z.object({ base64: z.string(), md5: z.string() }) }))
    .max(10)
    .default([]),
});

/** The first frame makes the message, each later one replaces its text. */
function writeStream(world: World, exchange: Exchange, input: unknown): void {
  const parsed = streamShape.safeParse(input);
  ensure(parsed.success, 40058, 'invalid Request Parameter: stream');
  const { id, finish: isFinished, content, msg_item: items } = parsed.data;
  const text = readMarkdown({ content }, !isFinished || items.length > 0);
  const shown = {
    ...text,
    isStreaming: !isFinished,
    pictures: isFinished ? items.map((each) => keepPicture(world, each.image)) : [],
  };
  const known = world.state.messages.findLast((each) => each.streamId === id);
  if (!known) {
    ensureRate(world, exchange.place);
    postMessage(world, { place: exchange.place, sender: { kind: 'robot' }, content: shown, streamId: id });
    return;
  }
  ensure(known.content.kind === 'markdown' && known.content.isStreaming, 846605, 'stream has finished');
  ensure(world.clock.now() - known.at <= STREAM_WITHIN, 846605, 'stream expired');
  known.content = shown;
  messageChanged(world, known);
}

function keepPicture(world: World, { base64 }: { base64: string }): string {
  const bytes = Buffer.from(base64, 'base64');
  const contentType = imageType(bytes);
  ensure(contentType, 40123);
  return mediaUrl(keepMedia(world, { type: 'image', filename: 'image', contentType, bytes, isPermanent: true }));
}

function post(world: World, exchange: Exchange, { content, card }: Draft): void {
  ensureRate(world, exchange.place);
  postMessage(world, { place: exchange.place, sender: { kind: 'robot' }, content }, card);
}

function finish(exchange: Exchange): void {
  exchange.isAnswered = true;
  exchange.onAnswer();
}
