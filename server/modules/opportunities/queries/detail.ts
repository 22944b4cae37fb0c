import type { OpportunityDetail } from '../../../contract/opportunities.ts';
import type { Id } from '../../../contract/page.ts';
import { entryNames } from '../../../kernel/dictionary.ts';
import type { Work } from '../../../kernel/work.ts';
import { productsById } from '../../catalogue/index.ts';
import { personRefs } from '../../org/index.ts';
import { priceOf } from '../discount.ts';
import { daysFrom } from '../opportunity.ts';
import { abilitiesOf } from '../policy.ts';
import {
  competitorsOf,
  getVisibleOpportunity,
  linesOf,
  stagesOf,
  type LineRecord,
  type OpportunityRecord,
  type StageRecord,
} from '../store.ts';
import { namesFor, presentRow } from './rows.ts';

/** Everything the page of one opportunity shows. */
export const getOpportunity = async (work: Work, id: Id): Promise<OpportunityDetail> =>
  describeOpportunity(work, await getVisibleOpportunity(work, id));

/** The same for a visible row at hand. */
export const describeOpportunity = async (work: Work, row: OpportunityRecord): Promise<OpportunityDetail> => {
  const [names, lines, competitors, stages, reasons] = await Promise.all([
    namesFor(work, [row]),
    linesOf(work, row.id),
    competitorsOf(work, row.id),
    stagesOf(work, row.id),
    entryNames(work, [row.reasonId]),
  ]);
  return {
    ...presentRow(work, row, names),
    situation: row.situation,
    nextAction: row.nextAction,
    facts: row.facts,
    lines: await presentLines(work, lines),
    ...priceOf(lines),
    competitors: competitors.map(({ id, name, note }) => ({ id, name, note })),
    stageHistory: await presentStages(work, stages),
    reason: reasons.get(row.reasonId ?? '') ?? null,
    reasonNote: row.reasonNote,
    pendingApprovalId: row.pendingApprovalId,
    deletedAt: row.deletedAt?.toISOString() ?? null,
    version: row.version,
    abilities: abilitiesOf(work.actor, row, work.clock.now()),
  };
};

const presentLines = async (work: Work, lines: readonly LineRecord[]): Promise<OpportunityDetail['lines']> => {
  const products = await productsById(
    work,
    lines.map((line) => line.productId),
  );
  return lines.map(({ id, productId, quantity, listPrice, agreedPrice }) => {
    const product = products.get(productId);
    return { id, productId, product: product?.name ?? '', unit: product?.unit ?? '', quantity, listPrice, agreedPrice };
  });
};

const presentStages = async (
  work: Work,
  stages: readonly StageRecord[],
): Promise<OpportunityDetail['stageHistory']> => {
  const people = await personRefs(
    work,
    stages.map((stage) => stage.personId),
  );
  return stages.map((row) => ({
    stage: row.stage,
    enteredAt: row.enteredAt.toISOString(),
    leftAt: row.leftAt?.toISOString() ?? null,
    days: daysFrom(work.calendar, row.enteredAt, row.leftAt ?? work.clock.now()),
    by: people.get(row.personId ?? '') ?? null,
  }));
};
