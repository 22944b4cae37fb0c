import type { Preferences } from '../../contract/messages.ts';
import type { Id } from '../../contract/page.ts';
import { allRows } from '../../kernel/rows.ts';
import type { Work } from '../../kernel/work.ts';
import { defaultPreferences } from './quiet-hours.ts';
import { preferenceRows } from './store.ts';

/** What each of these people wants, defaults included. */
export const readPreferences = async (work: Work, ids: readonly Id[]): Promise<Map<Id, Preferences>> => {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await allRows(preferenceRows, work.db(preferenceRows.name).whereIn('person_id', wanted));
  const own = new Map(
    rows.map(({ personId, quietFrom, quietUntil, muted }) => [personId, { quietFrom, quietUntil, muted }]),
  );
  return new Map(wanted.map((id) => [id, own.get(id) ?? defaultPreferences]));
};
