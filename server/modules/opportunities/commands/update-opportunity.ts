import type { z } from 'zod';
import type { updateOpportunity as updateEndpoint } from '../../../contract/opportunities.ts';
import type { Id } from '../../../contract/page.ts';
import { emit, type Change } from '../../../kernel/event.ts';
import { patch } from '../../../kernel/rows.ts';
import { replaceSearchTerms } from '../../../kernel/search.ts';
import type { Work } from '../../../kernel/work.ts';
import { describeEdit, describeListEdit } from '../changes.ts';
import { opportunityUpdated } from '../events.ts';
import { mergeFacts } from '../opportunity.ts';
import { aboutOpportunity, onOpportunity } from '../queries/about.ts';
import { competitorsOf, opportunities, type OpportunityRecord } from '../store.ts';
import { changeLines } from './change-lines.ts';
import { lockOpen } from './lock-for-change.ts';
import { refreshCustomers } from './refresh-customers.ts';
import { saveCompetitors } from './save-competitors.ts';

export type OpportunityEdit = z.output<typeof updateEndpoint.body>;

/** Changes an open opportunity; what is undefined stays, null clears. Nothing changed: nothing is written. */
export const updateOpportunity = async (work: Work, id: Id, input: OpportunityEdit): Promise<number> => {
  const row = await lockOpen(work, { id, version: input.version }, 'update');
  const { lines, competitors, version: _, facts, ...fields } = input;
  const lineChange = lines ? await changeLines(work, row, lines) : null;
  const values: Partial<OpportunityRecord> = {
    ...definedOnly(fields),
    ...(facts && { facts: mergeFacts(row.facts, facts) }),
    ...(lineChange && fields.amount === undefined && { amount: lineChange.amount }),
  };
  const changes = [
    ...describeEdit(row, values),
    ...(lineChange?.changes ?? []),
    ...(competitors ? await changeCompetitors(work, id, competitors) : []),
  ];
  if (changes.length === 0) return row.version;
  const version = await patch(work, opportunities, row, { ...values, touchedAt: work.clock.now() });
  if (values.name) await replaceSearchTerms(work, 'opportunity', [{ id, names: [values.name], phones: [] }]);
  await refreshCustomers(work, [row.customerId]);
  const after = { ...row, ...values };
  await emit(work, opportunityUpdated, {
    ...onOpportunity(row),
    payload: await aboutOpportunity(work, after),
    changes,
  });
  return version;
};

const definedOnly = (fields: Omit<OpportunityEdit, 'lines' | 'competitors' | 'version' | 'facts'>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<OpportunityRecord>;

const changeCompetitors = async (
  work: Work,
  id: Id,
  input: NonNullable<OpportunityEdit['competitors']>,
): Promise<Change[]> => {
  const words = (rows: readonly { name: string; note: string }[]): string =>
    rows.map(({ name, note }) => (note ? `${name}(${note})` : name)).join('、');
  const before = words(await competitorsOf(work, id));
  await saveCompetitors(work, id, input);
  return describeListEdit('competitors', before, words(input));
};
