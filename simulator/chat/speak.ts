import { ControlError } from '../control/control-error.ts';
import { type DeliveryOutcome, type SpeakInput, type SpeakOutcome } from '../control/types.ts';
import { demoNames } from '../demo-credentials.ts';
import { getPerson } from '../org/change-people.ts';
import { tellRobotEntered, tellRobotMessage } from '../robot/inbound.ts';
import { type StoredMessage, type XmlField } from '../state.ts';
import { type World } from '../world.ts';
import { parseConversationId } from './conversation-ids.ts';
import { applyPassiveReply } from './passive-reply.ts';
import { postMessage } from './post-message.ts';
import { presentMessage } from './present-message.ts';

const NO_ROBOT = '机器人不在线，暂时没有响应';
const NO_APP = '应用暂时没有响应，请稍后再试';

/** Somebody writes: to the app, to the robot, or in a group, where the robot hears what mentions it. */
export async function speak(world: World, conversationId: string, input: SpeakInput): Promise<SpeakOutcome> {
  const { userid } = getPerson(world, input.userid);
  const where = parseConversationId(world.state, conversationId);
  if (!where) throw new ControlError(404, '没有这个会话');
  if (where.kind === 'group') return speakInGroup(world, where.group.chatid, { ...input, userid });
  if (where.userid !== userid) throw new ControlError(404, '这是别人的会话');
  const sender = { kind: 'person', userid } as const;
  const content = { kind: 'text' as const, text: input.text, mentions: [], mentionsEveryone: false };
  if (where.kind === 'robot') {
    const place = { kind: 'robot', userid } as const;
    const message = postMessage(world, { place, sender, content });
    return outcome(world, message, userid, tellRobotMessage(world, message, place, userid, input.text), NO_ROBOT);
  }
  const message = postMessage(world, { place: { kind: 'app' }, sender, content, audience: [userid] });
  const delivered = await tellApp(world, userid, 'text', [
    ['MsgType', 'text'],
    ['Content', input.text],
    ['MsgId', `7${String(message.seq).padStart(18, '0')}`],
  ]);
  return outcome(world, message, userid, delivered, NO_APP);
}

function speakInGroup(world: World, chatid: string, { userid, text, mentionsRobot }: SpeakInput): SpeakOutcome {
  const group = world.state.groups.find((each) => each.chatid === chatid);
  if (!group?.members.includes(userid)) throw new ControlError(404, '这个人不在群里');
  const mention = `@${demoNames.robot}`;
  const spoken = mentionsRobot && !text.includes(mention) ? `${mention} ${text}` : text;
  const place = { kind: 'group', chatid } as const;
  const content = { kind: 'text' as const, text: spoken, mentions: [], mentionsEveryone: false };
  const message = postMessage(world, { place, sender: { kind: 'person', userid }, content });
  if (!group.robotIn || !spoken.includes(mention)) return outcome(world, message, userid, true, '');
  return outcome(world, message, userid, tellRobotMessage(world, message, place, userid, spoken), NO_ROBOT);
}

function outcome(
  world: World,
  message: StoredMessage,
  userid: string,
  delivered: boolean,
  toast: string,
): SpeakOutcome {
  return { delivered, ...(delivered ? {} : { toast }), message: presentMessage(world.state, message, userid) };
}

/** Opening the app's conversation, pressing its menu, entering the robot's chat. */
export async function enterAgent(world: World, userid: string): Promise<DeliveryOutcome> {
  return sendEvent(world, userid, 'enter_agent', '');
}

export async function pressMenu(world: World, userid: string, key: string): Promise<DeliveryOutcome> {
  return sendEvent(world, userid, 'click', key);
}

export function enterRobot(world: World, userid: string): DeliveryOutcome {
  const delivered = tellRobotEntered(world, getPerson(world, userid).userid);
  return delivered ? { delivered } : { delivered, toast: NO_ROBOT };
}

async function sendEvent(world: World, userid: string, event: string, key: string): Promise<DeliveryOutcome> {
  const delivered = await tellApp(world, getPerson(world, userid).userid, event, [
    ['MsgType', 'event'],
    ['Event', event],
    ['EventKey', key],
  ]);
  return delivered ? { delivered } : { delivered, toast: NO_APP };
}

async function tellApp(world: World, userid: string, name: string, fields: XmlField[]): Promise<boolean> {
  const { delivered, reply } = await world.callbacks.send({ target: 'app', name, from: userid, fields });
  if (reply) applyPassiveReply(world, reply, userid, null);
  return delivered;
}
