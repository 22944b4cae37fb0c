import type { Fen } from '../../../contract/money.ts';
import type { Change } from '../../../kernel/event.ts';
import type { Work } from '../../../kernel/work.ts';
import { describeListEdit } from '../changes.ts';
import { priceOf } from '../discount.ts';
import { amountAfter } from '../opportunity.ts';
import { linesOf, type OpportunityRecord } from '../store.ts';
import { describeLines, saveLines, type Line, type LineInput } from './save-lines.ts';

export interface LineChange {
  lines: Line[];
  /** Of the opportunity afterwards: it goes with the lines while nobody has set another. */
  amount: Fen;
  changes: Change[];
}

/** Replaces the lines of an opportunity and says what that changes. */
export const changeLines = async (
  work: Work,
  row: OpportunityRecord,
  input: readonly LineInput[],
): Promise<LineChange> => {
  const before = await linesOf(work, row.id);
  const lines = await saveLines(work, row.id, before, input);
  const totals = { before: priceOf(before).agreedTotal, after: priceOf(lines).agreedTotal };
  return {
    lines,
    amount: amountAfter(row.amount, totals),
    changes: describeListEdit('lines', await describeLines(work, before), await describeLines(work, lines)),
  };
};
