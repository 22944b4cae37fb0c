import type { OpportunityState, Stage, StageFactValues } from '../../contract/opportunities.ts';
import type { Id } from '../../contract/page.ts';
import { allRows } from '../../kernel/rows.ts';
import { getScoped } from '../../kernel/scope.ts';
import { column, ownedTable, table, type RowOf } from '../../kernel/table.ts';
import type { Work } from '../../kernel/work.ts';

export const opportunities = ownedTable(
  'opportunities',
  {
    id: column.id(),
    name: column.text(),
    customerId: column.nullable(column.id()),
    ownerId: column.id(),
    ownerDepartmentId: column.nullable(column.id()),
    state: column.text<OpportunityState>(),
    stage: column.text<Stage>(),
    stageEnteredAt: column.instant(),
    amount: column.int(),
    likelihood: column.int(),
    expectedCloseOn: column.nullable(column.date()),
    closedOn: column.nullable(column.date()),
    situation: column.nullable(column.text()),
    nextAction: column.nullable(column.text()),
    facts: column.json<StageFactValues>(),
    reasonId: column.nullable(column.id()),
    reasonNote: column.nullable(column.text()),
    pendingApprovalId: column.nullable(column.id()),
    nextContactAt: column.nullable(column.instant()),
    lastContactAt: column.nullable(column.instant()),
    touchedAt: column.instant(),
    version: column.int(),
    createdBy: column.nullable(column.id()),
    updatedBy: column.nullable(column.id()),
    createdAt: column.instant(),
    updatedAt: column.instant(),
    deletedAt: column.nullable(column.instant()),
  },
  { owner: 'ownerId', share: { kind: 'customer', column: 'customerId' } },
);
export type OpportunityRecord = RowOf<typeof opportunities>;

/** Lines, competitors and stages belong to their opportunity and are seen through it. */
export const opportunityLines = table('opportunity_lines', {
  id: column.id(),
  opportunityId: column.id(),
  position: column.int(),
  productId: column.id(),
  quantity: column.int(),
  listPrice: column.int(),
  agreedPrice: column.int(),
});
export type LineRecord = RowOf<typeof opportunityLines>;

export const opportunityCompetitors = table('opportunity_competitors', {
  id: column.id(),
  opportunityId: column.id(),
  position: column.int(),
  name: column.text(),
  note: column.text(),
});
export type CompetitorRecord = RowOf<typeof opportunityCompetitors>;

/** One stay in a stage. */
export const opportunityStages = table('opportunity_stages', {
  id: column.id(),
  opportunityId: column.id(),
  stage: column.text<Stage>(),
  enteredAt: column.instant(),
  leftAt: column.nullable(column.instant()),
  leftBy: column.nullable(column.text<'forward' | 'back' | 'won' | 'lost'>()),
  personId: column.nullable(column.id()),
});
export type StageRecord = RowOf<typeof opportunityStages>;

/** An opportunity within scope, recycle bin included. */
export const getVisibleOpportunity = (work: Work, id: Id): Promise<OpportunityRecord> =>
  getScoped(work, opportunities, id);

export const linesOf = (work: Work, opportunityId: Id): Promise<LineRecord[]> =>
  allRows(
    opportunityLines,
    work.db(opportunityLines.name).where({ opportunity_id: opportunityId }).orderBy(['position', 'id']),
  );

export const competitorsOf = (work: Work, opportunityId: Id): Promise<CompetitorRecord[]> =>
  allRows(
    opportunityCompetitors,
    work.db(opportunityCompetitors.name).where({ opportunity_id: opportunityId }).orderBy(['position', 'id']),
  );

export const stagesOf = (work: Work, opportunityId: Id): Promise<StageRecord[]> =>
  allRows(opportunityStages, work.db(opportunityStages.name).where({ opportunity_id: opportunityId }).orderBy('id'));
