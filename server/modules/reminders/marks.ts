import type { Work } from '../../kernel/work.ts';

/**
 * Moves a reminder's mark to `until` and says from where the new stretch begins: from the last mark, but at most `longestGapMs` back.
 * Null when the stretch was told already.
 */
export const advanceMark = async (
  work: Work,
  reminder: string,
  until: Date,
  longestGapMs: number,
): Promise<Date | null> => {
  const row = await work
    .db('reminder_marks')
    .where({ reminder })
    .forUpdate()
    .first<{ until_at: Date } | undefined>('until_at');
  if (row && row.until_at >= until) return null;
  const values = { reminder, until_at: until };
  await work.db('reminder_marks').insert(values).onConflict('reminder').merge();
  const earliest = new Date(until.getTime() - (row ? longestGapMs : 60_000));
  return row && row.until_at > earliest ? row.until_at : earliest;
};
