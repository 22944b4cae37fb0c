import { randomUUID } from 'node:crypto';
import type { Id } from '../../contract/page.ts';
import { tryMove } from '../../kernel/lifecycle.ts';
import { allRows } from '../../kernel/rows.ts';
import type { Work } from '../../kernel/work.ts';
import type { SendReceipt } from '../../ports/chat.ts';
import { messageLifecycle } from './message.ts';
import { messages, type Message } from './store.ts';

export type Channel = Message['channel'];

/** A message this process is sending; nobody else touches it until the lease runs out. */
export type Claimed = Message & { holder: string };

/** What is due in these channels and may go now, oldest first. Other bots see the same: only a claim makes a message one's own. */
export const listDue = async (work: Work, channels: readonly Channel[], limit: number): Promise<Message[]> => {
  const due = work
    .db(messages.name)
    .whereIn('channel', channels as Channel[])
    .where('waiting', 1)
    .where('due_at', '<=', work.clock.now())
    .whereNotExists(
      work
        .db({ first: messages.name })
        .select('first.id')
        .whereRaw('first.id = messages.after_id')
        .whereNotIn('first.state', ['sent', 'dropped']),
    )
    .orderBy(['due_at', 'id'])
    .limit(limit);
  return allRows(messages, due);
};

/**
 * Makes a listed message this process's own; null when somebody else was faster or it is not due any more. One at a time, so that a
 * process that dies leaves at most one message per worker of which nobody knows whether it arrived. Leases run on the machine's clock,
 * not on business time.
 */
export const claimMessage = async (work: Work, candidate: Message, leaseMs: number): Promise<Claimed | null> => {
  const holder = randomUUID();
  const attempts = candidate.attempts + 1;
  const taken = await tryMove(
    work,
    messages,
    messageLifecycle,
    { id: candidate.id, from: candidate.state, to: 'sending' },
    { holder, leaseUntilMs: Date.now() + leaseMs, attemptedAt: work.clock.now(), attempts },
    (query) => query.where({ attempts: candidate.attempts }).where('due_at', '<=', work.clock.now()),
  );
  return taken ? { ...candidate, state: 'sending', attempts, holder } : null;
};

/** Messages whose sender died between sending and recording go back into the queue, marked: they may arrive twice. Returns how many. */
export const reclaimMessages = async (work: Work): Promise<number> => {
  const abandoned = await allRows(
    messages,
    work.db(messages.name).where('lease_until_ms', '<', Date.now()).where({ state: 'sending' }).limit(100),
  );
  const moved = await Promise.all(
    abandoned.map((row) => leave(work, row, 'queued', { maybeDuplicate: true, dueAt: work.clock.now() })),
  );
  return moved.filter(Boolean).length;
};

/** The platform has taken it. */
export const recordSent = (work: Work, message: Claimed, receipt: SendReceipt): Promise<boolean> =>
  leave(work, message, 'sent', {
    ...answeredNow(work),
    sentAt: work.clock.now(),
    platformMessageId: receipt.platformMessageId,
    updateCode: receipt.updateCode,
    errorCode: null,
    errorMessage: null,
  });

/** It did not go out, as far as anybody knows; another attempt at `retryAt`, or none when null. What may have arrived is marked. */
export const recordFailure = (
  work: Work,
  message: Claimed,
  failure: { code: string; message: string; retryAt: Date | null; mayHaveArrived?: boolean },
): Promise<boolean> =>
  leave(work, message, failure.retryAt ? 'failed' : 'dropped', {
    ...answeredNow(work),
    errorCode: failure.code.slice(0, 60),
    errorMessage: failure.message.slice(0, 500),
    ...(failure.retryAt && { dueAt: failure.retryAt }),
    ...(failure.retryAt && failure.mayHaveArrived && { maybeDuplicate: true }),
  });

/**
 * The platform counts when a message arrives, somewhere between the attempt and its answer: from the answer on a place counts as taken at the
 * moment of the answer, else a slow send would free its place before the platform does, which drops what is over without a word.
 */
const answeredNow = (work: Work): Pick<Message, 'attemptedAt'> => ({ attemptedAt: work.clock.now() });

/** It may not go before then after all. It was no attempt. */
export const putBack = (work: Work, message: Claimed, dueAt: Date): Promise<boolean> =>
  leave(work, message, 'queued', { dueAt, attempts: message.attempts - 1, attemptedAt: null });

const leave = (
  work: Work,
  message: Message,
  to: 'sent' | 'failed' | 'dropped' | 'queued',
  values: Partial<Message>,
): Promise<boolean> =>
  tryMove(
    work,
    messages,
    messageLifecycle,
    { id: message.id, from: 'sending', to },
    { ...values, holder: null, leaseUntilMs: null },
    (query) => query.where({ holder: message.holder }),
  );

/** Remembers what a sent card says now instead of its buttons; `codeUsed` when its one-time code went into saying so. */
export const recordCardState = async (
  work: Work,
  messageId: Id,
  state: { settled: string | null; codeUsed?: boolean },
): Promise<void> => {
  await work
    .db(messages.name)
    .where({ id: messageId })
    .update({
      settled: state.settled?.slice(0, 60) ?? null,
      updated_at: work.clock.now(),
      ...(state.codeUsed && { update_code: null }),
    });
};
