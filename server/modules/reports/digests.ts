import { digestFigures, type Digest, type DigestFigure } from '../../contract/reports.ts';
import type { DateText } from '../../kernel/calendar.ts';
import type { Id, Page } from '../../contract/page.ts';
import { pageById } from '../../kernel/paging.ts';
import { allRows } from '../../kernel/rows.ts';
import type { Work } from '../../kernel/work.ts';
import { personRefs, readOrg } from '../org/index.ts';
import { getReadableDigest, readableDepartments } from './digest-access.ts';
import { digests } from './store.ts';

interface DigestSummary {
  id: Id;
  day: DateText;
  department: { id: Id; name: string };
  headline: string;
}

/** Digests the actor may read, newest first. */
export const listDigests = async (
  work: Work,
  request: { cursor?: string | undefined; limit: number; departmentId?: Id | undefined },
): Promise<Page<DigestSummary>> => {
  const readable = await readableDepartments(work);
  const wanted = request.departmentId ? readable.filter((id) => id === request.departmentId) : readable;
  const query = work.db(digests.name).whereIn('department_id', wanted);
  const page = await pageById(query, 'digests.id', request, (rows) => allRows(digests, rows));
  const { chart } = await readOrg(work);
  const items = page.items.map(({ id, day, departmentId, facts, headline }) => ({
    id,
    day,
    department: { id: departmentId, name: chart.departments.get(departmentId)?.name ?? facts.department },
    headline,
  }));
  return { ...page, items };
};

export const getDigest = async (work: Work, id: Id): Promise<Digest> => {
  const { facts, day, departmentId, frozenAt } = await getReadableDigest(work, id);
  const people = await personRefs(
    work,
    facts.week.map((row) => row.personId),
  );
  return {
    id,
    day,
    department: { id: departmentId, name: facts.department },
    frozenAt: frozenAt.toISOString(),
    figures: (Object.keys(digestFigures) as DigestFigure[]).map((key) => ({ key, ...facts.figures[key] })),
    funnel: facts.funnel,
    week: facts.week.map(({ personId, name, count }) => ({
      person: people.get(personId) ?? { id: personId, name, active: false },
      count,
    })),
    pictureUrl: `/api/digests/${id}/picture`,
  };
};
