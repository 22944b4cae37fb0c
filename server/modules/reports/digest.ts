import { digestFigures, type DigestFigure } from '../../contract/reports.ts';
import { stageOrder, stages, type Stage } from '../../contract/opportunities.ts';
import { formatShort, type Fen } from '../../contract/money.ts';
import type { Id } from '../../contract/page.ts';

/** A figure today, on the working day before, and this month so far. */
export interface FigureValues {
  today: number;
  before: number;
  month: number;
}

/** What a digest says; frozen when it is made. */
export interface DigestFacts {
  department: string;
  figures: Record<DigestFigure, FigureValues>;
  funnel: { stage: Stage; count: number; amount: Fen }[];
  /** Contacts this week, most first. */
  week: { personId: Id; name: string; count: number }[];
}

/** The same facts person by person, read once for all departments. */
export interface PersonalFacts {
  figures: Record<DigestFigure, ReadonlyMap<Id, FigureValues>>;
  funnel: ReadonlyMap<Id, { stage: Stage; count: number; amount: Fen }[]>;
  week: ReadonlyMap<Id, number>;
  names: ReadonlyMap<Id, string>;
}

const figureKeys = Object.keys(digestFigures) as DigestFigure[];
const flowFigures: readonly DigestFigure[] = ['follow_ups', 'new_customers', 'new_opportunities', 'won', 'lost'];

/** A department's digest: the sum over its people, at the cost of its own size and not the company's. `openBefore` is what the digest before said was open; a stock has no past of its own. */
export const sumUp = (
  department: string,
  members: ReadonlySet<Id>,
  facts: PersonalFacts,
  openBefore: Fen | null,
): DigestFacts => {
  const figures = Object.fromEntries(
    figureKeys.map((key) => [key, sumOf(facts.figures[key], members)]),
  ) as DigestFacts['figures'];
  const open = figures.open_amount.today;
  figures.open_amount = { today: open, before: openBefore ?? open, month: open };
  return { department, figures, funnel: funnelOf(facts, members), week: weekOf(facts, members) };
};

const sumOf = (values: ReadonlyMap<Id, FigureValues>, members: ReadonlySet<Id>): FigureValues => {
  const sum = { today: 0, before: 0, month: 0 };
  for (const person of members) {
    const value = values.get(person);
    if (!value) continue;
    sum.today += value.today;
    sum.before += value.before;
    sum.month += value.month;
  }
  return sum;
};

const funnelOf = (facts: PersonalFacts, members: ReadonlySet<Id>): DigestFacts['funnel'] => {
  const byStage = new Map(stageOrder.map((stage) => [stage, { stage, count: 0, amount: 0 }]));
  for (const person of members) {
    for (const row of facts.funnel.get(person) ?? []) {
      const bar = byStage.get(row.stage);
      if (!bar) continue;
      bar.count += row.count;
      bar.amount += row.amount;
    }
  }
  return [...byStage.values()];
};

const weekOf = (facts: PersonalFacts, members: ReadonlySet<Id>): DigestFacts['week'] =>
  [...members]
    .map((personId) => ({ personId, name: facts.names.get(personId) ?? '', count: facts.week.get(personId) ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count || one.personId.localeCompare(other.personId));

/** Did nobody do anything that day? */
export const isQuiet = ({ figures }: DigestFacts): boolean => flowFigures.every((key) => figures[key].today === 0);

/** The day in half a sentence, for lists and the notice card. */
export const headlineOf = (facts: DigestFacts): string => {
  if (isQuiet(facts)) return '没有新的跟进、客户和商机';
  const { follow_ups, new_customers, new_opportunities, won, won_amount, lost } = facts.figures;
  return [
    `跟进 ${follow_ups.today} 次`,
    new_customers.today > 0 && `新增客户 ${new_customers.today} 个`,
    new_opportunities.today > 0 && `新增商机 ${new_opportunities.today} 个`,
    won.today > 0 && `赢单 ${won.today} 单 ${formatShort(won_amount.today)}`,
    lost.today > 0 && `输单 ${lost.today} 单`,
  ]
    .filter(Boolean)
    .join(',');
};

/** Share of what is in this stage or later among what is in the stage before or later, in percent; null where nothing came so far. */
export const conversions = (funnel: DigestFacts['funnel']): (number | null)[] => {
  const reached = funnel.map((_, index) => funnel.slice(index).reduce((sum, bar) => sum + bar.count, 0));
  return reached.map((count, index) => {
    const before = index === 0 ? 0 : (reached[index - 1] ?? 0);
    return before === 0 ? null : Math.round((count / before) * 100);
  });
};

export const stageLabel = (stage: Stage): string => stages[stage];
