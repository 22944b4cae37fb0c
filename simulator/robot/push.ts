import { z } from 'zod';

import { postMessage } from '../chat/post-message.ts';
import { findPerson } from '../org/org-index.ts';
import { ensure } from '../wecom/error.ts';
import { type World } from '../world.ts';
import { type RobotCall } from './commands.ts';
import {
  ensureRate,
  isMediaMessage,
  readCardDraft,
  readMarkdown,
  readMediaDraft,
  type Draft,
  type RobotPlace,
} from './content.ts';

const request = z.object({ chatid: z.string(), chat_type: z.number().int().default(0), msgtype: z.string() });

/** `aibot_send_msg`: only into conversations where somebody has spoken to the robot. */
export function push({ world, body }: RobotCall): undefined {
  const parsed = request.safeParse(body);
  ensure(parsed.success, 40058);
  const place = placeOf(world, parsed.data.chatid, parsed.data.chat_type);
  const spoken = place.kind === 'group' ? `group:${place.chatid}` : `robot:${place.userid}`;
  ensure(world.state.robotSpokenIn.includes(spoken), 93001, 'nobody has spoken to the robot in this chat');
  ensureRate(world, place);
  const { content, card } = readDraft(world, parsed.data.msgtype, body[parsed.data.msgtype]);
  postMessage(world, { place, sender: { kind: 'robot' }, content }, card);
}

function readDraft(world: World, msgtype: string, body: unknown): Draft {
  if (msgtype === 'markdown') return { content: readMarkdown(body), card: null };
  if (msgtype === 'template_card') return readCardDraft(world, body);
  ensure(isMediaMessage(msgtype), 40008);
  return readMediaDraft(world, msgtype, body);
}

/** chat_type 1 single, 2 group, 0 whichever fits, the group first. */
function placeOf(world: World, chatid: string, chatType: number): RobotPlace {
  const group = chatType === 1 ? undefined : world.state.groups.find((each) => each.chatid === chatid);
  if (group) {
    ensure(group.robotIn, 93008, 'robot is not in the group');
    return { kind: 'group', chatid: group.chatid };
  }
  const person = chatType === 2 ? undefined : findPerson(world.state, chatid);
  ensure(person, 93006, 'invalid chatid');
  return { kind: 'robot', userid: person.userid };
}
