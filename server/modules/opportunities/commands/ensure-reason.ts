import type { DictionaryKind } from '../../../contract/dictionaries.ts';
import type { Id } from '../../../contract/page.ts';
import { entryNames, isChoosable } from '../../../kernel/dictionary.ts';
import { ensure } from '../../../kernel/problem.ts';
import type { Work } from '../../../kernel/work.ts';

const labels = { win_reason: '赢单原因', loss_reason: '输单原因' } as const satisfies Partial<
  Record<DictionaryKind, string>
>;

/** The name of a reason that can be chosen now; refuses others. */
export const ensureReason = async (work: Work, kind: keyof typeof labels, id: Id): Promise<string> => {
  ensure(await isChoosable(work, kind, id), 'customer.option_unknown', { label: labels[kind] });
  return (await entryNames(work, [id])).get(id) ?? '';
};
