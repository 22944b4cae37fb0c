import type { Id } from '../../contract/page.ts';
import type { Workbench } from '../../contract/insight.ts';
import { narrowed, scoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { directTeam, personRefs, readOrg, subordinatesOf } from '../org/index.ts';
import { followUps, opportunities } from './sources.ts';

type Figures = Omit<Workbench['team'][number], 'person'>;

/** The people one may step down into, with this month's contacts and their money; a leader's include those of everybody below. */
export const teamFigures = async (work: Work, personId: Id): Promise<Workbench['team']> => {
  const people = (await directTeam(work, personId)).slice(0, 100);
  if (people.length === 0) return [];
  const { chart } = await readOrg(work);
  const teams = new Map(people.map((id) => [id, [id, ...subordinatesOf(chart, id)]]));
  const [refs, figures] = await Promise.all([
    personRefs(work, people),
    figuresByPerson(work, [...new Set([...teams.values()].flat())]),
  ]);
  const rows = [...teams].flatMap(([id, team]) => {
    const person = refs.get(id);
    return person ? [{ person, ...sumOf(team.flatMap((one) => figures.get(one) ?? [])) }] : [];
  });
  return rows.sort(byWeight);
};

/** What was won first, then what may be won, then who is busy. */
const byWeight = (one: Figures, other: Figures): number =>
  other.wonAmount - one.wonAmount || other.openAmount - one.openAmount || other.followUps - one.followUps;

const sumOf = (all: readonly Figures[]): Figures => ({
  followUps: all.reduce((sum, one) => sum + one.followUps, 0),
  openAmount: all.reduce((sum, one) => sum + one.openAmount, 0),
  wonAmount: all.reduce((sum, one) => sum + one.wonAmount, 0),
});

interface PerPerson {
  personId: Id;
  count?: string | number;
  open?: string | number | null;
  won?: string | number | null;
}

const figuresByPerson = async (work: Work, people: Id[]): Promise<Map<Id, Figures>> => {
  const theirs = narrowed(work, { people, shared: 'dropped' });
  const monthStart = work.calendar.monthStart(work.calendar.dateOf(work.clock.now()));
  const [logged, money] = await Promise.all([
    scoped(theirs, followUps)
      .where('follow_ups.happened_at', '>=', work.calendar.startOf(monthStart))
      .groupBy('follow_ups.author_id')
      .select({ personId: 'follow_ups.author_id' })
      .count({ count: '*' }) as Promise<PerPerson[]>,
    scoped(theirs, opportunities)
      .where('opportunities.alive', 1)
      .where((either) => {
        void either.where('opportunities.state', 'open').orWhere((won) => {
          void won.where('opportunities.state', 'won').where('opportunities.closed_on', '>=', monthStart);
        });
      })
      .groupBy('opportunities.owner_id')
      .select({ personId: 'opportunities.owner_id' })
      .sum({
        open: work.db.raw("case when opportunities.state = 'open' then opportunities.amount else 0 end"),
        won: work.db.raw("case when opportunities.state = 'won' then opportunities.amount else 0 end"),
      }) as Promise<PerPerson[]>,
  ]);
  const figures = new Map<Id, Figures>();
  const of = (id: Id): Figures => figures.get(id) ?? { followUps: 0, openAmount: 0, wonAmount: 0 };
  for (const { personId, count } of logged)
    figures.set(String(personId), { ...of(String(personId)), followUps: Number(count) });
  for (const { personId, open, won } of money)
    figures.set(String(personId), { ...of(String(personId)), openAmount: Number(open), wonAmount: Number(won) });
  return figures;
};
