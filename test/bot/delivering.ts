import type { Id } from '../../server/contract/page.ts';
import { createMetrics } from '../../server/kernel/metrics.ts';
import { allRows } from '../../server/kernel/rows.ts';
import { createSender, type Sender } from '../../bot/sender.ts';
import type { InboundEvent } from '../../server/ports/chat.ts';
import { queueMessages, taskIdOf, type Message, type NewMessage } from '../../server/modules/messages/index.ts';
import { messages } from '../../server/modules/messages/store.ts';
import type { World } from '../support/world.ts';

/** The bot's sender on the test's platform. */
export const senderOf = (world: World, holdsRobot = true): Sender =>
  createSender({
    kernel: world.kernel,
    chat: world.platform.chat,
    metrics: createMetrics(),
    loadPicture: world.product.loadPicture,
    holdsRobot: () => holdsRobot,
  });

/** Lets everything happen that is due: reactions, then sends, until nothing moves. */
export const deliver = async (world: World): Promise<void> => {
  const sender = senderOf(world);
  await world.settle();
  while ((await sender.sendToPeople()) || (await sender.sendToGroups()) || (await sender.sendAsRobot()));
  await world.settle();
};

/** The ledger in the order of queueing. */
export const ledger = (world: World): Promise<Message[]> =>
  allRows(messages, world.kernel.db(messages.name).orderBy('id'));

let notes = 0;
/** A plain message to a person. */
export const note = (personId: Id, values: Partial<NewMessage> = {}): NewMessage => {
  notes += 1;
  return {
    topic: 'notice',
    recipient: { kind: 'person', personId },
    content: { type: 'text', text: `通知 ${notes}` },
    dedupeKey: `note:${notes}`,
    ...values,
  };
};
export const queue = (world: World, ...wanted: NewMessage[]): Promise<Id[]> => queueMessages(world.work, wanted);

let presses = 0;
/** Somebody presses a button of a sent card; via the robot when a chat is named. Returns how to have the same press handled again. */
export const press = async (
  world: World,
  messageId: Id,
  account: string,
  actionKey: string,
  chatId?: string,
): Promise<() => Promise<void>> => {
  presses += 1;
  const event: InboundEvent = {
    kind: 'card_pressed',
    dedupeKey: `press:${presses}`,
    at: world.clock.now(),
    via: chatId ? 'robot' : 'app',
    account,
    taskId: taskIdOf(messageId),
    actionKey,
    updateCode: chatId ? null : `pressed${presses}`,
    chatId: chatId ?? null,
    requestId: chatId ? `request${presses}` : null,
  };
  const id = String(presses);
  const handle = () => world.product.handleInbound('app', JSON.parse(JSON.stringify(event)), id);
  await handle();
  return handle;
};

/** The platform account of a person. */
export const accountOf = async (world: World, personId: Id): Promise<string> => {
  const row = await world.kernel.db('people').where({ id: personId }).first<{ account: string } | undefined>('account');
  return row?.account ?? '';
};
