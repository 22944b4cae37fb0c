import type { Id } from '../../../contract/page.ts';
import { scoped, unscoped } from '../../../kernel/scope.ts';
import type { Work } from '../../../kernel/work.ts';
import { opportunities } from '../store.ts';

/** Names beside records the actor already sees. */
export const opportunityNames = async (work: Work, ids: readonly Id[]): Promise<Map<Id, string>> => {
  const rows = await unscoped(work, opportunities, 'names beside records the actor already sees')
    .whereIn('id', [...new Set(ids)])
    .select<{ id: Id; name: string }[]>('id', 'name');
  return new Map(rows.map((row) => [row.id, row.name]));
};

export const isOpportunityVisible = async (work: Work, id: Id): Promise<boolean> =>
  (await scoped(work, opportunities).where('opportunities.id', id).first('opportunities.id')) !== undefined;
