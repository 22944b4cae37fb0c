import type { Fen } from '../../contract/money.ts';
import {
  stageFacts,
  stageLikelihood,
  stageOrder,
  type OpportunityState,
  type Stage,
  type StageFactValues,
} from '../../contract/opportunities.ts';
import type { Calendar } from '../../kernel/calendar.ts';
import type { Lifecycle } from '../../kernel/lifecycle.ts';

export const opportunityLifecycle: Lifecycle<OpportunityState> = {
  open: ['won', 'lost'],
  won: [],
  lost: ['open'],
};

export const isForward = (from: Stage, to: Stage): boolean => stageOrder.indexOf(to) > stageOrder.indexOf(from);

/** The facts that the stages left behind on the way forward ask for and nobody has given yet. */
export const missingFacts = (from: Stage, to: Stage, facts: StageFactValues): { key: string; label: string }[] =>
  stageOrder
    .slice(stageOrder.indexOf(from), stageOrder.indexOf(to))
    .flatMap((stage) => stageFacts[stage])
    .filter((fact) => !facts[fact.key]);

/** New facts over old ones; an empty text takes a fact away. */
export const mergeFacts = (known: StageFactValues, given: StageFactValues): StageFactValues =>
  Object.fromEntries(Object.entries({ ...known, ...given }).filter(([, text]) => text));

/** The likelihood goes with the stage until somebody has stated another one. */
export const likelihoodAfter = (row: { stage: Stage; likelihood: number }, to: Stage): number =>
  row.likelihood === stageLikelihood[row.stage] ? stageLikelihood[to] : row.likelihood;

/** The amount goes with the lines until somebody has stated another one. */
export const amountAfter = (amount: Fen, totals: { before: Fen; after: Fen }): Fen =>
  amount === totals.before ? totals.after : amount;

/** Calendar days from one instant to another. */
export const daysFrom = (calendar: Calendar, from: Date, until: Date): number =>
  Math.max(0, calendar.daysBetween(calendar.dateOf(from), calendar.dateOf(until)));
