import type { Draft, RefusedRow } from './draft.ts';
import { Refusal } from './field.ts';

/**
 * Puts rows that name another row of the same file (by key or by name) behind it: answers levels, each to be written before the
 * next. Rows that lead back to themselves are refused.
 */
export const parentsFirst = (drafts: readonly Draft[], field: string): { levels: Draft[][]; refused: RefusedRow[] } => {
  const byText = new Map(drafts.map((draft) => [String(draft.values['name'] ?? ''), draft]));
  for (const draft of drafts) byText.set(draft.key, draft);
  const above = (draft: Draft): Draft | undefined => byText.get(String(draft.values[field] ?? ''));
  const levels: Draft[][] = [];
  const refused: RefusedRow[] = [];
  for (const draft of drafts) {
    const depth = depthOf(draft, above);
    if (depth === null) refused.push({ row: draft.row, refusal: new Refusal(field, '上级客户互相指向,成了一个环') });
    else (levels[depth] ??= []).push(draft);
  }
  return { levels: levels.filter(Boolean), refused };
};

/** How many rows stand above; null on a circle. */
const depthOf = (draft: Draft, above: (draft: Draft) => Draft | undefined): number | null => {
  const seen = new Set<Draft>();
  let current: Draft | undefined = draft;
  while (current) {
    if (seen.has(current)) return null;
    seen.add(current);
    current = above(current);
  }
  return seen.size - 1;
};
