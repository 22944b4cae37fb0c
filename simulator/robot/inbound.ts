import { demoCredentials } from '../demo-credentials.ts';
import { DAY } from '../clock.ts';
import { type StoredMessage } from '../state.ts';
import { nextSerial, type World } from '../world.ts';
import { type RobotPlace } from './content.ts';
import { type Exchange } from './exchange.ts';

/** Callback bodies of reference 9.3 and 9.4. Each answers whether somebody was connected to hear it. */
export function tellRobotMessage(
  world: World,
  message: StoredMessage,
  place: RobotPlace,
  userid: string,
  text: string,
): boolean {
  const spoken = place.kind === 'group' ? `group:${place.chatid}` : `robot:${place.userid}`;
  if (!world.state.robotSpokenIn.includes(spoken)) world.state.robotSpokenIn.push(spoken);
  const reqId = openNew(world, { kind: 'message', place, userid });
  return world.robotLine.tell('aibot_msg_callback', reqId, {
    ...envelope(world, place, userid, message.id),
    msgtype: 'text',
    text: { content: text },
  });
}

export interface PressedCard {
  message: StoredMessage;
  place: RobotPlace;
  userid: string;
  cardType: string;
  taskId: string;
  key: string;
  selected: Record<string, string[]>;
}

/** Resolves when the robot answered, or after its five seconds. */
export async function tellRobotPress(
  world: World,
  pressed: PressedCard,
): Promise<{ delivered: boolean; answered: boolean }> {
  const { message, place, userid, taskId } = pressed;
  let onAnswer: () => void = () => undefined;
  const answered = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), world.timing.robotPressTimeoutMs).unref();
    onAnswer = () => {
      clearTimeout(timer);
      resolve(true);
    };
  });
  const reqId = openNew(world, { kind: 'card', place, userid, messageId: message.id, taskId, onAnswer });
  const delivered = world.robotLine.tell('aibot_event_callback', reqId, pressBody(world, pressed));
  return { delivered, answered: delivered && (await answered) };
}

function pressBody(world: World, { place, userid, cardType, taskId, key, selected }: PressedCard) {
  const chosen = Object.entries(selected).map(([question_key, option_id]) => ({
    question_key,
    option_ids: { option_id },
  }));
  return {
    ...envelope(world, place, userid, `evt${nextSerial(world)}`),
    msgtype: 'event',
    event: {
      eventtype: 'template_card_event',
      template_card_event: {
        card_type: cardType,
        event_key: key,
        task_id: taskId,
        ...(chosen.length > 0 ? { selected_items: { selected_item: chosen } } : {}),
      },
    },
  };
}

/** The first visit of the day to the robot's single chat. */
export function tellRobotEntered(world: World, userid: string): boolean {
  const today = new Date(world.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  if (world.state.robotEntered[userid] === today) return true;
  const place = { kind: 'robot', userid } as const;
  const reqId = openNew(world, { kind: 'enter', place, userid });
  const delivered = world.robotLine.tell('aibot_event_callback', reqId, {
    ...envelope(world, place, userid, `evt${nextSerial(world)}`),
    msgtype: 'event',
    event: { eventtype: 'enter_chat' },
  });
  if (delivered) world.state.robotEntered[userid] = today;
  return delivered;
}

function openNew(world: World, draft: Pick<Exchange, 'kind' | 'place' | 'userid'> & Partial<Exchange>): string {
  const { exchanges } = world.robotLine;
  const now = world.clock.now();
  for (const [reqId, { at }] of exchanges) if (now - at > DAY) exchanges.delete(reqId);
  const reqId = `sim_${nextSerial(world).toString(36)}_${now.toString(36)}`;
  exchanges.set(reqId, {
    messageId: null,
    taskId: null,
    isAnswered: false,
    hasCard: false,
    onAnswer: () => undefined,
    ...draft,
    at: now,
  });
  return reqId;
}

function envelope(world: World, place: RobotPlace, userid: string, msgid: string) {
  return {
    msgid,
    create_time: world.clock.seconds(),
    aibotid: demoCredentials.aibotId,
    ...(place.kind === 'group' ? { chatid: place.chatid, chattype: 'group' } : { chattype: 'single' }),
    from: { userid },
  };
}
