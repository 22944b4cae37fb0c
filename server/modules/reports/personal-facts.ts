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
 * Everything digests need, person by person: one grouped statement per source, however many departments there are.
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
  const query = source
    .where(unscoped(work, source.table, reason))
    .select({ person: source.person })
    .groupBy(source.person);
  for (const name of ['today', 'before', 'month'] as const) {
    const { sql, bindings } = insideOf(source, windows[name]);
    void query.select(work.db.raw(`sum(case when ${sql} then 1 else 0 end) as ??`, [...bindings, `${name}Count`]));
    void query.select(
      work.db.raw(`sum(case when ${sql} then ${source.amount ?? '0'} else 0 end) as ??`, [
        ...bindings,
        `${name}Amount`,
      ]),
    );
  }
  if (source.at) void query.where(source.at.column, '>=', earliest(source.at.as, windows));
  const rows = (await query) as Record<string, string | number>[];
  return new Map(
    rows.map((row) => [String(row['person']), { count: pick(row, 'Count'), amount: pick(row, 'Amount') }]),
  );
};

const insideOf = (source: Source, window: Window): { sql: string; bindings: (string | Date)[] } => {
  if (!source.at) return { sql: '1 = 1', bindings: [] };
  const { column, as } = source.at;
  return { sql: `${column} >= ? and ${column} < ?`, bindings: [...edges(as, window)] };
};

/** Where a window begins and ends for a column of this kind. */
export const edges = (as: 'instant' | 'date', window: Window): [string | Date, string | Date] =>
  as === 'date' ? [window.fromDay, window.untilDay] : [window.from, window.until];

const earliest = (as: 'instant' | 'date', windows: Windows): string | Date => {
  const [first] = [windows.before, windows.month].sort((one, other) => one.from.getTime() - other.from.getTime());
  return edges(as, first ?? windows.month)[0];
};

const pick = (row: Record<string, string | number>, measured: 'Count' | 'Amount'): FigureValues => ({
  today: Number(row[`today${measured}`]),
  before: Number(row[`before${measured}`]),
  month: Number(row[`month${measured}`]),
});

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
