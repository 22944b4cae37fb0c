import type { Id } from '../../contract/page.ts';
import { inTransaction } from '../../kernel/transaction.ts';
import type { Work } from '../../kernel/work.ts';
import { putBack, type Claimed } from './delivery.ts';
import { messages } from './store.ts';

/** So many messages on one route within so many milliseconds. */
export interface Window {
  limit: number;
  windowMs: number;
}
type OnRoute = Pick<Claimed, 'id' | 'routeKey'>;

/** More places than this are not dealt out at once: who waits longer is asked again then. */
const dealtAtOnce = 100;

/**
 * When the places of this route come free again, soonest first, if other messages have used up one of its windows; null when the message
 * may go now. Counted from the ledger after the claim, so any number of bots keep the limits together.
 */
export const findOpenings = async (
  work: Work,
  message: OnRoute,
  windows: readonly Window[],
): Promise<Date[] | null> => {
  const now = work.clock.now();
  const full = windows.map((window) =>
    attemptsWithin(work, message, window, now)
      .offset(window.limit - 1)
      .limit(1),
  );
  const [row] = (await work.db.select(Object.fromEntries(full.map((query, at) => [`w${at}`, query])) as never)) as [
    Record<string, Date | null>,
  ];
  const used = windows.filter((_, at) => row[`w${at}`]);
  const openings = await Promise.all(used.map((window) => openingsOf(work, message, window, now)));
  return openings.sort((a, b) => first(b) - first(a))[0] ?? null;
};

const first = (openings: readonly Date[]): number => openings[0]?.getTime() ?? 0;

const attemptsWithin = (work: Work, { id, routeKey }: OnRoute, { windowMs }: Window, now: Date) =>
  work
    .db(messages.name)
    .select('attempted_at')
    .where({ route_key: routeKey })
    .whereNot({ id })
    .where('attempted_at', '>', new Date(now.getTime() - windowMs))
    .where('attempted_at', '<=', now)
    .orderBy('attempted_at', 'desc');

/** Those under way count only when they have gone: most of them are about to find the window full, too. */
const openingsOf = async (work: Work, message: OnRoute, window: Window, now: Date): Promise<Date[]> => {
  const attempts = (await attemptsWithin(work, message, window, now)
    .whereNot({ state: 'sending' })
    .limit(window.limit)) as { attempted_at: Date }[];
  const openings = attempts.map((row) => new Date(row.attempted_at.getTime() + window.windowMs)).reverse();
  return openings.length > 0 ? openings.slice(0, dealtAtOnce) : [new Date(now.getTime() + window.windowMs)];
};

/** A limit is in the way: deals the places that come free to this message and to those that wait behind it on its route, one each. */
export const postponeRoute = (work: Work, message: Claimed, openings: readonly Date[]): Promise<void> =>
  inTransaction(work, async (inner) => {
    const [soonest, last] = [openings[0], openings.at(-1)];
    if (!soonest || !last || !(await putBack(inner, message, soonest))) return;
    const behind = () =>
      inner
        .db(messages.name)
        .where({ route_key: message.routeKey, waiting: 1 })
        .whereNot({ id: message.id })
        .where('due_at', '<', last);
    const rows = (await behind()
      .select('id')
      .orderBy(['due_at', 'id'])
      .limit(openings.length - 1)) as { id: Id }[];
    const dealt = rows.map((row, at) => ({ id: row.id, dueAt: openings[at + 1] ?? last }));
    if (dealt.length === 0) return;
    await behind()
      .whereNotIn(
        'id',
        dealt.map((one) => one.id),
      )
      .update({ due_at: last });
    await behind()
      .whereIn(
        'id',
        dealt.map((one) => one.id),
      )
      .update({
        due_at: inner.db.raw(
          `greatest(due_at, case id ${dealt.map(() => 'when ? then ?').join(' ')} end)`,
          dealt.flatMap((one) => [one.id, one.dueAt]),
        ),
      });
  });
