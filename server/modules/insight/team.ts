import type { Id } from '../../contract/page.ts';
import type { Workbench } from '../../contract/insight.ts';
import { narrowed, scoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { directTeam, personRefs } from '../org/index.ts';
import { followUps, opportunities } from './sources.ts';

interface PerPerson {
  personId: Id;
  count?: string | number;
  open?: string | number | null;
  won?: string | number | null;
}

/** The people one may step down into, with this month's contacts and their money; each figure is the person's own. */
export const teamFigures = async (work: Work, personId: Id): Promise<Workbench['team']> => {
  const people = (await directTeam(work, personId)).slice(0, 100);
  if (people.length === 0) return [];
  const theirs = narrowed(work, { people, shared: 'dropped' });
  const monthStart = work.calendar.monthStart(work.calendar.dateOf(work.clock.now()));
  const [refs, logged, money] = await Promise.all([
    personRefs(work, people),
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
  const contactsOf = new Map(logged.map((row) => [row.personId, Number(row.count)]));
  const moneyOf = new Map(money.map((row) => [row.personId, row]));
  return people.flatMap((id) => {
    const person = refs.get(id);
    const sums = moneyOf.get(id);
    return person
      ? [
          {
            person,
            followUps: contactsOf.get(id) ?? 0,
            openAmount: Number(sums?.open ?? 0),
            wonAmount: Number(sums?.won ?? 0),
          },
        ]
      : [];
  });
};
