import { isRetryable } from '../server/kernel/database.ts';
import { systemWork } from '../server/kernel/work.ts';
import { listDue, type Channel, type Message } from '../server/modules/messages/index.ts';
import { sendMessage, type SenderOptions } from './send-messages.ts';

/** Read together, claimed one by one. */
const listedAtOnce = 50;
/** A round ends after so many, so that a stop is noticed soon. */
const perRound = 250;

/** Sends what is due in these channels, several at a time; false when nothing was. One that takes long holds up only its own place. */
export const sendDue = async (
  options: SenderOptions,
  channels: readonly Channel[],
  parallel: number,
): Promise<boolean> => {
  const work = systemWork(options.kernel, 'bot');
  const next = takeFrom(() => listDue(work, channels, listedAtOnce));
  let taken = 0;
  const worker = async (): Promise<void> => {
    for (let one = await next(); one; one = taken < perRound ? await next() : undefined) {
      taken += 1;
      await sendMessage(options, one).catch(leaveToNextRound);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: parallel }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return taken > 0;
};

/** Two bots that sort out one route at the same moment may deadlock: the message is where it was. */
const leaveToNextRound = (error: unknown): void => {
  if (!isRetryable(error)) throw error;
};

/** Gives the listed messages one by one to whoever asks, and lists again when they are gone; undefined from the first empty list on. */
const takeFrom = (list: () => Promise<Message[]>): (() => Promise<Message | undefined>) => {
  let waiting: Message[] = [];
  let listing: Promise<void> | null = null;
  let isEmpty = false;
  const refill = async (): Promise<void> => {
    waiting = await list();
    isEmpty = waiting.length === 0;
    listing = null;
  };
  return async () => {
    while (waiting.length === 0 && !isEmpty) await (listing ??= refill());
    return waiting.shift();
  };
};
