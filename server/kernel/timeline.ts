import type { Id, Page } from '../contract/page.ts';
import type { PersonRef, Surface, TimelineEntry } from '../contract/subject.ts';
import { events } from './event.ts';
import { pageById } from './paging.ts';
import { allRows } from './rows.ts';
import type { Work } from './work.ts';

/** What happened on one record's thread (a customer with everything below it) or to one subject, newest first. The caller has checked that the record may be seen. */
export const readTimeline = async (
  work: Work,
  of: { threadId: Id } | { subjectKind: string; subjectId: Id },
  request: { cursor?: string | undefined; limit: number },
  people: (work: Work, ids: Id[]) => Promise<Map<Id, PersonRef>>,
): Promise<Page<TimelineEntry>> => {
  const query = work.db(events.name);
  if ('threadId' in of) void query.where({ thread_id: of.threadId });
  else void query.where({ subject_kind: of.subjectKind, subject_id: of.subjectId });
  const page = await pageById(query, 'events.id', request, (rows) => allRows(events, rows));
  const actors = await people(
    work,
    page.items.flatMap((row) => row.actorId ?? []),
  );
  return { ...page, items: page.items.flatMap((row) => entryOf(work, row, actors)) };
};

const entryOf = (
  work: Work,
  row: Awaited<ReturnType<typeof allRows<typeof events>>>[number],
  actors: Map<Id, PersonRef>,
): TimelineEntry[] => {
  const kind = work.events.kinds.get(row.name);
  if (!kind) return [];
  return [
    {
      id: row.id,
      name: row.name,
      subject: { kind: row.subjectKind as TimelineEntry['subject']['kind'], id: row.subjectId },
      actor: row.actorId ? (actors.get(row.actorId) ?? null) : null,
      surface: row.surface as Surface,
      at: row.at.toISOString(),
      sentence: kind.sentence(row.payload),
      changes: row.changes.map((change) => ({
        field: change.field,
        label: change.label,
        before: change.before === null ? null : String(change.before),
        after: change.after === null ? null : String(change.after),
      })),
      reason: row.reason,
    },
  ];
};
