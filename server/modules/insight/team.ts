import type { Id } from '../../contract/page.ts';
import type { Workbench } from '../../contract/insight.ts';
import { narrowed, scoped, seesOwner } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { directTeam, personRefs, readOrg, subordinatesOf } from '../org/index.ts';
import type { OpenAt } from './figures.ts';
import { followUps, opportunities } from './sources.ts';

type Figures = Omit<Workbench['team'][number], 'person'>;

/**
 * The people one may step down into, with this month's contacts and their money; a leader's include those of everybody below.
 * `reading` gives what is open for the whole workbench; of it counts what is not only shared with the viewer.
 */
export const teamFigures = async (
  work: Work,
  personId: Id,
  reading: Promise<readonly OpenAt[]>,
): Promise<Workbench['team']> => {
  const people = (await directTeam(work, personId)).slice(0, 100);
  if (people.length === 0) return [];
  const { chart } = await readOrg(work);
  const teams = new Map(people.map((id) => [id, [id, ...subordinatesOf(chart, id)]]));
  const [refs, figures, open] = await Promise.all([
    personRefs(work, people),
    monthByPerson(work, [...new Set([...teams.values()].flat())]),
    reading,
  ]);
  for (const { ownerId, amount } of open)
    if (seesOwner(work.actor, ownerId)) add(figures, ownerId, { openAmount: amount });
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
  won?: string | number | null;
}

const none: Figures = { followUps: 0, openAmount: 0, wonAmount: 0 };

const add = (to: Map<Id, Figures>, personId: Id, more: Partial<Figures>): void =>
  void to.set(personId, sumOf([to.get(personId) ?? none, { ...none, ...more }]));

/** This month's contacts, and what was won. */
const monthByPerson = async (work: Work, people: Id[]): Promise<Map<Id, Figures>> => {
  const theirs = narrowed(work, { people, shared: 'dropped' });
  const monthStart = work.calendar.monthStart(work.calendar.dateOf(work.clock.now()));
  const [logged, won] = await Promise.all([
    scoped(theirs, followUps)
      .where('follow_ups.happened_at', '>=', work.calendar.startOf(monthStart))
      .groupBy('follow_ups.author_id')
      .select({ personId: 'follow_ups.author_id' })
      .count({ count: '*' }) as Promise<PerPerson[]>,
    scoped(theirs, opportunities)
      .where({ 'opportunities.alive': 1, 'opportunities.state': 'won' })
      .where('opportunities.closed_on', '>=', monthStart)
      .groupBy('opportunities.owner_id')
      .select({ personId: 'opportunities.owner_id' })
      .sum({ won: 'opportunities.amount' }) as Promise<PerPerson[]>,
  ]);
  const figures = new Map<Id, Figures>();
  for (const { personId, count } of logged) add(figures, String(personId), { followUps: Number(count) });
  for (const row of won) add(figures, String(row.personId), { wonAmount: Number(row.won) });
  return figures;
};
