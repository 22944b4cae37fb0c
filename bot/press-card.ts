import type { Id } from '../server/contract/page.ts';
import { hashRequest, once } from '../server/kernel/idempotency.ts';
import { Problem, ensure } from '../server/kernel/problem.ts';
import { systemWork, type Actor, type Kernel, type Work } from '../server/kernel/work.ts';
import {
  findMessage,
  messageOfTask,
  queueMessage,
  recordCardState,
  taskIdOf,
  type Message,
} from '../server/modules/messages/index.ts';
import { actorOf, findPersonByAccount } from '../server/modules/org/index.ts';
import { ChatError, type CardPress, type Chat, type ChatTarget } from '../server/ports/chat.ts';
import { cardKinds } from './card-kinds/index.ts';
import type { CardKind } from './card-kinds/card-kind.ts';
import { settle, type CardBody } from './cards/card-body.ts';
import { tellGroup } from './settle-cards.ts';

/** A press as the inbox keeps it; the id is the same however often it is handled. */
type StoredPress = CardPress & { id: Id };

/**
 * Does what the pressed button says, as the person who pressed it and with their rights of this moment, then turns the card into
 * what is true now. A refusal is a sentence on the presser's own card, or a private message when the card belongs to a group.
 */
export const pressCard = async (kernel: Kernel, chat: Chat, press: StoredPress): Promise<void> => {
  const system = systemWork(kernel, 'card');
  const id = messageOfTask(press.taskId);
  const message = id === null ? undefined : await findMessage(system, id);
  const kind = message && cardKinds[message.topic];
  if (!message || !kind || !hasButton(message, press.actionKey)) return;
  const person = await findPersonByAccount(system, press.account);
  // A personal card obeys only the one it was sent to.
  if (message.personId !== null && message.personId !== person?.id) return;
  const actor = person ? await actorOf(kernel, person.id, 'card') : null;
  const refusal = await act(kernel, kind, message, press, actor);
  const shown = (await findMessage(system, message.id)) ?? message;
  const body = await kind.present(system, shown);
  await answer(system, chat, shown, press, refusal ? withRefusal(shown, body, refusal) : body);
  if (refusal && body.settled === undefined && message.personId === null && actor?.personId)
    await tellPresser(system, message, actor.personId, refusal);
};

const hasButton = ({ content }: Message, key: string): boolean =>
  content.type === 'card' && content.card.actions.some((action) => action.key === key);

/**
 * Runs the verb, once per press however often that is handled; what it settles on this card is remembered with it. The refusal in words,
 * or null when it was done.
 */
const act = async (
  kernel: Kernel,
  kind: CardKind,
  message: Message,
  { id, actionKey }: StoredPress,
  actor: Actor | null,
): Promise<string | null> => {
  try {
    ensure(actor?.personId, 'permission.denied');
    const key = {
      personId: actor.personId,
      key: `inbox-${id}`,
      operation: `press ${message.topic}`,
      requestHash: hashRequest([message.id, actionKey]),
    };
    await once({ ...kernel, actor }, key, async (work) => {
      ensure(kind.permission === null || actor.permissions.has(kind.permission), 'permission.denied');
      await kind.press(work, message, actionKey);
      const { settled } = await kind.present(work, message);
      if (settled !== undefined) await recordCardState(work, message.id, { settled });
      return {};
    });
    return null;
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return error.message;
    throw error;
  }
};

/** A personal card that is of no more use to its owner says so; a group's card stays for those whom it concerns. */
const withRefusal = (message: Message, body: CardBody, refusal: string): CardBody => {
  if (message.personId === null) return body;
  return settle(body, body.settled ?? '无法处理', refusal);
};

const answer = async (work: Work, chat: Chat, message: Message, press: CardPress, body: CardBody): Promise<void> => {
  const target: ChatTarget =
    press.via === 'robot' ? { kind: 'robot', chatId: press.chatId ?? '' } : { kind: 'person', account: press.account };
  try {
    const card = { ...body, taskId: taskIdOf(message.id) };
    await chat.updateCard(target, { updateCode: message.updateCode }, card, press);
    if (body.settled !== undefined) await recordCardState(work, message.id, { settled: body.settled });
  } catch (error) {
    if (!(error instanceof ChatError) || error.isTransient) throw error;
    work.log.info({ messageId: message.id, code: error.platformCode }, 'a pressed card stays as it is');
    if (press.via === 'robot' && body.settled !== undefined) await tellGroup(work, message, body);
  }
};

const tellPresser = async (work: Work, message: Message, personId: string, refusal: string): Promise<void> => {
  await queueMessage(work, {
    topic: 'notice',
    recipient: { kind: 'person', personId },
    content: { type: 'text', text: `「${message.title}」:${refusal}` },
    dedupeKey: `refused:${message.id}:${personId}:${work.calendar.dateOf(work.clock.now())}`,
  });
};
