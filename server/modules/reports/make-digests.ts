import type { Id } from '../../contract/page.ts';
import type { DateText } from '../../kernel/calendar.ts';
import { isDuplicateKey } from '../../kernel/database.ts';
import { emit } from '../../kernel/event.ts';
import { allRows, insert } from '../../kernel/rows.ts';
import { dailyAt, type Job } from '../../kernel/schedule.ts';
import { inTransaction } from '../../kernel/transaction.ts';
import type { Work } from '../../kernel/work.ts';
import { departmentsBelow, membersOf, readOrg } from '../org/index.ts';
import { headlineOf, sumUp, type DigestFacts } from './digest.ts';
import { digestMade } from './events.ts';
import { departmentsWithGroups } from './groups.ts';
import { readPersonalFacts } from './personal-facts.ts';
import { digests, groups } from './store.ts';
import { windowsOf } from './windows.ts';

/** On working days at 18:30, made up for once within four hours after an outage. */
export const digestJob: Job = {
  name: 'daily digest',
  due: dailyAt('18:30', { workdays: true }),
  catchUpMinutes: 240,
  run: (work, slot) => makeDigests(work, work.calendar.dateOf(slot.at), slot.at),
};

/** Makes the day's digest of every department with a group, each once: those that exist are left alone. */
export const makeDigests = async (work: Work, day: DateText, frozenAt: Date): Promise<void> => {
  const wanted = await departmentsWithGroups(work);
  const made = new Set((await digestsOf(work, wanted, day)).map((digest) => digest.departmentId));
  const missing = wanted.filter((id) => !made.has(id));
  if (missing.length === 0) return;
  const facts = await readPersonalFacts(work, windowsOf(day, frozenAt, work.calendar));
  const previous = await digestsOf(work, missing, work.calendar.previousWorkday(day));
  const openBefore = new Map(previous.map((row) => [row.departmentId, row.facts.figures.open_amount.today]));
  const { chart } = await readOrg(work);
  for (const departmentId of missing) {
    const members = membersOf(chart, departmentsBelow(chart, [departmentId]));
    const name = chart.departments.get(departmentId)?.name ?? '';
    await freeze(
      work,
      { departmentId, day, frozenAt },
      sumUp(name, members, facts, openBefore.get(departmentId) ?? null),
    );
  }
};

const digestsOf = (work: Work, departmentIds: Id[], day: DateText) =>
  allRows(digests, work.db(digests.name).whereIn('department_id', departmentIds).where({ day }));

/** One short transaction per department. Somebody faster has made the same digest: theirs stays. */
const freeze = async (
  work: Work,
  of: { departmentId: Id; day: DateText; frozenAt: Date },
  facts: DigestFacts,
): Promise<void> => {
  try {
    await inTransaction(work, async (inner) => {
      const digestId = await insert(inner, digests, { ...of, facts, headline: headlineOf(facts) });
      await inner
        .db(groups.name)
        .where({ department_id: of.departmentId, active: 1 })
        .update({ last_digest_on: of.day });
      await emit(inner, digestMade, {
        subject: { kind: 'digest', id: digestId },
        payload: { digestId, departmentId: of.departmentId, day: of.day, department: facts.department },
      });
    });
  } catch (error) {
    if (!isDuplicateKey(error, 'digests_department_day')) throw error;
  }
};
