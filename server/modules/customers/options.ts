import type { Id } from '../../contract/page.ts';
import { isChoosable } from '../../kernel/dictionary.ts';
import { ensure } from '../../kernel/problem.ts';
import { scoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { isRegion } from './regions.ts';
import { customers } from './store.ts';

interface Chosen {
  industryId?: Id | null | undefined;
  sourceId?: Id | null | undefined;
  region?: string | null | undefined;
  parentId?: Id | null | undefined;
}

/** Refuses what cannot be chosen now. Pass only what is newly chosen: a retired entry stays where it was used. */
export const ensureOptions = async (work: Work, chosen: Chosen): Promise<void> => {
  const { industryId, sourceId, region, parentId } = chosen;
  if (industryId) ensure(await isChoosable(work, 'industry', industryId), 'customer.option_unknown', { label: '行业' });
  if (sourceId) ensure(await isChoosable(work, 'source', sourceId), 'customer.option_unknown', { label: '来源' });
  if (region) ensure(isRegion(region), 'customer.option_unknown', { label: '地区' });
  if (parentId) {
    const parent = await scoped(work, customers)
      .where({ 'customers.id': parentId, 'customers.alive': 1 })
      .first('customers.id');
    ensure(parent, 'customer.parent_unknown');
  }
};
