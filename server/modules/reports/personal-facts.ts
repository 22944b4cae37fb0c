import type { Stage } from '../../contract/opportunities.ts';
import type { DigestFigure } from '../../contract/reports.ts';
import type { Id } from '../../contract/page.ts';
import { unscoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { readOrg } from '../org/index.ts';
import type { FigureValues, PersonalFacts } from './digest.ts';
import { figureSources, sources, type Source, type SourceName } from './sources.ts';
import type { Window, Windows } from './windows.ts';

const reason = 'figures of every person are read once; each digest takes the people of its own department';

type Measured = Map<Id, { count: FigureValues; amount: FigureValues }>;

/**
 * Everything digests need, person by person: one grouped statement per source and window, however many departments there are.
 * Each department's scope is applied when its people are summed up.
 */
export const readPersonalFacts = async (work: Work, windows: Windows): Promise<PersonalFacts> => {
  const measured = new Map<SourceName, Measured>();
  for (const name of Object.keys(sources) as SourceName[])
    measured.set(name, await measure(work, sources[name], windows));
  const figureOf = ([key, { source, measure: which }]: [string, (typeof figureSources)[DigestFigure]]) => [
    key,
    new Map([...(measured.get(source) ?? [])].map(([person, values]) => [person, values[which]])),
  ];
  return {
    figures: Object.fromEntries(Object.entries(figureSources).map(figureOf)) as PersonalFacts['figures'],
    funnel: await readFunnel(work),
    week: await readWeek(work, windows.week),
    names: (await readOrg(work)).names,
  };
};

const measure = async (work: Work, source: Source, windows: Windows): Promise<Measured> => {
  const measured: Measured = new Map();
  // A stock is what it is now; a digest takes its past from the digest before.
  for (const span of source.at ? spans : (['today'] as const))
    for (const row of await sumsOf(work, source, windows[span])) {
      const person = String(row.person);
      const values = measured.get(person) ?? { count: { ...none }, amount: { ...none } };
      values.count[span] = Number(row.count);
      values.amount[span] = Number(row.amount ?? 0);
      measured.set(person, values);
    }
  return measured;
};

const spans = ['today', 'before', 'month'] as const;
const none: FigureValues = { today: 0, before: 0, month: 0 };

/** One range of one index per window, which carries person and amount behind the moment: no row is looked up. */
const sumsOf = async (work: Work, source: Source, window: Window): Promise<PersonalSum[]> => {
  const query = source
    .where(unscoped(work, source.table, reason))
    .groupBy(source.person)
    .select({ person: source.person })
    .count({ count: '*' });
  if (source.amount) void query.sum({ amount: source.amount });
  if (source.at) {
    const [from, until] = edges(source.at.as, window);
    void query.where(source.at.column, '>=', from).where(source.at.column, '<', until);
  }
  return (await query) as PersonalSum[];
};

interface PersonalSum {
  person: Id;
  count: number | string;
  amount?: number | string | null;
}

/** Where a window begins and ends for a column of this kind. */
export const edges = (as: 'instant' | 'date', window: Window): [string | Date, string | Date] =>
  as === 'date' ? [window.fromDay, window.untilDay] : [window.from, window.until];

const readFunnel = async (work: Work): Promise<PersonalFacts['funnel']> => {
  const rows = (await sources.open
    .where(unscoped(work, sources.open.table, reason))
    .select({ person: 'opportunities.owner_id', stage: 'opportunities.stage' })
    .count({ count: '*' })
    .sum({ amount: 'opportunities.amount' })
    .groupBy('opportunities.owner_id', 'opportunities.stage')) as unknown as {
    person: Id;
    stage: Stage;
    count: number;
    amount: number;
  }[];
  const byPerson = new Map<Id, { stage: Stage; count: number; amount: number }[]>();
  for (const { person, stage, count, amount } of rows) {
    const bars = byPerson.get(String(person)) ?? [];
    bars.push({ stage, count: Number(count), amount: Number(amount) });
    byPerson.set(String(person), bars);
  }
  return byPerson;
};

const readWeek = async (work: Work, week: Window): Promise<Map<Id, number>> => {
  const rows = (await unscoped(work, sources.followUps.table, reason)
    .select({ person: 'follow_ups.author_id' })
    .count({ count: '*' })
    .where({ 'follow_ups.alive': 1 })
    .where('follow_ups.happened_at', '>=', week.from)
    .where('follow_ups.happened_at', '<', week.until)
    .groupBy('follow_ups.author_id')) as unknown as { person: Id; count: number }[];
  return new Map(rows.map((row) => [String(row.person), Number(row.count)]));
};
