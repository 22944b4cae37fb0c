/** One field both people changed: what I typed and what is stored now. */
export interface ConflictRow {
  path: string;
  mine: unknown;
  theirs: unknown;
}
export type Choice = 'mine' | 'theirs';

const at = (values: object, key: string): unknown => (values as Record<string, unknown>)[key];
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The fields that changed from `before` to `after`, with their new values: what a PATCH sends. */
export const changedFields = <T extends object>(before: T, after: T): Partial<T> =>
  Object.fromEntries(Object.entries(after).filter(([key, value]) => !same(value, at(before, key)))) as Partial<T>;

/** Where my changes and somebody else's meet on one field with different values; everything else merges by itself. */
export const findConflicts = <T extends object>(base: T, mine: T, theirs: T): ConflictRow[] => {
  const changedByThem = changedFields(base, theirs);
  return Object.entries(changedFields(base, mine))
    .filter(([key, value]) => key in changedByThem && !same(value, at(theirs, key)))
    .map(([path, value]) => ({ path, mine: value, theirs: at(theirs, path) }));
};

/** Theirs as the new base with my changes on top, except where I chose to keep theirs. */
export const mergeChoices = <T extends object>(base: T, mine: T, theirs: T, choices: Record<string, Choice>): T => {
  const kept = Object.entries(changedFields(base, mine)).filter(([key]) => choices[key] !== 'theirs');
  return { ...theirs, ...Object.fromEntries(kept) };
};
