import type { z } from 'zod';
import type { competitorInput } from '../../../contract/opportunities.ts';
import type { Id } from '../../../contract/page.ts';
import { insertMany } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { opportunityCompetitors } from '../store.ts';

export type CompetitorInput = z.output<typeof competitorInput>;

export const saveCompetitors = async (
  work: Work,
  opportunityId: Id,
  input: readonly CompetitorInput[],
): Promise<void> => {
  await work.db(opportunityCompetitors.name).where({ opportunity_id: opportunityId }).delete();
  await insertMany(
    work,
    opportunityCompetitors,
    input.map(({ name, note }, position) => ({ opportunityId, position, name, note })),
  );
};
