import { randomUUID } from 'node:crypto';
import type { Id } from '../../contract/page.ts';
import { tryMove } from '../../kernel/lifecycle.ts';
import { allRows, firstRow } from '../../kernel/rows.ts';
import type { Work } from '../../kernel/work.ts';
import type { SendReceipt } from '../../ports/chat.ts';
import { messageLifecycle } from './message.ts';
import { messages, type Message } from './store.ts';

export type Channel = Message['channel'];

/** A message this process is sending; nobody else touches it until the lease runs out. */
export type Claimed = Message & { holder: string };

/**
 * Takes the next message that is due in these channels, or null. One at a time, so that a process that dies leaves at most one
 * message per worker of which nobody knows whether it arrived. Leases run on the machine's clock, not on business time.
 */
export const claimMessage = async (
  work: Work,
  channels: readonly Channel[],
  leaseMs: number,
): Promise<Claimed | null> => {
  for (const candidate of await listDue(work, channels)) {
    const holder = randomUUID();
    const taken = await tryMove(
      work,
      messages,
      messageLifecycle,
      { id: candidate.id, from: candidate.state, to: 'sending' },
      {
        holder,
        leaseUntilMs: Date.now() + leaseMs,
        attemptedAt: work.clock.now(),
        attempts: candidate.attempts + 1,
      },
      (query) => query.where({ attempts: candidate.attempts }).where('due_at', '<=', work.clock.now()),
    );
    if (taken) return { ...candidate, state: 'sending', attempts: candidate.attempts + 1, holder };
  }
  return null;
};

const listDue = async (work: Work, channels: readonly Channel[]): Promise<Message[]> => {
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
    .limit(10);
  return allRows(messages, due);
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
    sentAt: work.clock.now(),
    platformMessageId: receipt.platformMessageId,
    updateCode: receipt.updateCode,
    errorCode: null,
    errorMessage: null,
  });

/** It did not go out; another attempt at `retryAt`, or none when null. */
export const recordFailure = (
  work: Work,
  message: Claimed,
  failure: { code: string; message: string; retryAt: Date | null },
): Promise<boolean> =>
  leave(work, message, failure.retryAt ? 'failed' : 'dropped', {
    errorCode: failure.code.slice(0, 60),
    errorMessage: failure.message.slice(0, 500),
    ...(failure.retryAt && { dueAt: failure.retryAt }),
  });

/** A limit of the platform is in the way: this message and all others on its route wait until then. It was no attempt. */
export const postponeRoute = async (work: Work, message: Claimed, until: Date): Promise<void> => {
  await leave(work, message, 'queued', { dueAt: until, attempts: message.attempts - 1, attemptedAt: null });
  await work
    .db(messages.name)
    .where({ route_key: message.routeKey, waiting: 1 })
    .where('due_at', '<', until)
    .update({ due_at: until });
};

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

/**
 * When this route may send again, if `limit` other messages have gone out on it within the window; null when it may now.
 * Counted from the ledger after the claim, so any number of bots keep the limit together.
 */
export const limitedUntil = async (
  work: Work,
  message: { id: Id; routeKey: string },
  limit: number,
  windowMs: number,
): Promise<Date | null> => {
  const now = work.clock.now();
  const oldest = await firstRow(
    messages,
    work
      .db(messages.name)
      .where({ route_key: message.routeKey })
      .whereNot({ id: message.id })
      .where('attempted_at', '>', new Date(now.getTime() - windowMs))
      .where('attempted_at', '<=', now)
      .orderBy('attempted_at', 'desc')
      .offset(limit - 1),
  );
  return oldest?.attemptedAt ? new Date(oldest.attemptedAt.getTime() + windowMs) : null;
};

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
