import type { Preferences } from '../../../contract/messages.ts';
import { ensure } from '../../../kernel/problem.ts';
import { encodeRow } from '../../../kernel/table.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import { preferenceRows } from '../store.ts';

/** Replaces what the acting person wants to be told and when. */
export const setPreferences = async (work: Work, wishes: Preferences): Promise<Preferences> => {
  ensure(wishes.quietFrom !== wishes.quietUntil, 'preference.bad_quiet_hours');
  const now = work.clock.now();
  const row = encodeRow(preferenceRows, { personId: personOf(work), ...wishes, createdAt: now, updatedAt: now });
  const { created_at: _kept, ...changed } = row;
  await work.db(preferenceRows.name).insert(row).onConflict('person_id').merge(changed);
  return wishes;
};
