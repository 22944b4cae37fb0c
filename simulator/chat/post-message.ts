import { type TemplateCard } from '../control/types.ts';
import { type CardFace, type StoredCard, type StoredMessage } from '../state.ts';
import { nextSerial, type World } from '../world.ts';
import { conversationIdsOf } from './conversation-ids.ts';

/** Old messages are forgotten beyond this many. */
const KEPT_MESSAGES = 20_000;

type Draft = Pick<StoredMessage, 'place' | 'sender' | 'content'> &
  Partial<Pick<StoredMessage, 'audience' | 'streamId'>>;

/** Puts a message into its conversations and tells open pages. */
export function postMessage(world: World, draft: Draft, card: StoredCard | null = null): StoredMessage {
  const seq = nextSerial(world);
  const message: StoredMessage = {
    id: `msg${world.clock.now().toString(36)}${seq.toString(36).padStart(6, '0')}`,
    seq,
    audience: [],
    streamId: null,
    ...draft,
    at: world.clock.now(),
    card,
    recalledAt: null,
  };
  const { messages } = world.state;
  messages.push(message);
  if (messages.length > KEPT_MESSAGES) messages.splice(0, messages.length - KEPT_MESSAGES);
  if (card?.original.template.task_id) {
    world.state.taskIds[taskKey(card.origin, card.original.template.task_id)] = message.id;
  }
  world.live.emit({ type: 'message', conversationIds: conversationIdsOf(message), messageId: message.id });
  world.storage.saveSoon();
  return message;
}

export function newCard(origin: StoredCard['origin'], template: TemplateCard): StoredCard {
  return { origin, original: newFace(template, 0), shared: null, faces: {} };
}

export function newFace(template: TemplateCard, revision: number): CardFace {
  const replaceText = template.replace_text ?? null;
  return { template, isDisabled: replaceText !== null, replaceText, selected: {}, revision };
}

/** task_ids are unique per app and per robot, not across them. */
export function taskKey(origin: StoredCard['origin'], taskId: string): string {
  return `${origin}:${taskId}`;
}

export function findMessage(world: World, id: string): StoredMessage | undefined {
  return world.state.messages.findLast((each) => each.id === id);
}

export function messageChanged(world: World, message: StoredMessage): void {
  world.live.emit({ type: 'card', conversationIds: conversationIdsOf(message), messageId: message.id });
  world.storage.saveSoon();
}
