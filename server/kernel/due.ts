import type { Knex } from 'knex';

/** Nothing is put off longer than this by itself: a row due later was written before the clock was set back, and is due. */
const longestDelayMs = 60 * 60_000;

/** Rows whose `due_at` has come. A clock that is set back by hours or days holds up nothing that was put off before. */
export const whereDue = (query: Knex.QueryBuilder, now: Date): Knex.QueryBuilder =>
  query.where((either) => {
    void either.where('due_at', '<=', now).orWhere('due_at', '>', new Date(now.getTime() + longestDelayMs));
  });
