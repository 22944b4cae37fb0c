import type { FollowUp } from '../../contract/activities.ts';
import type { Id } from '../../contract/page.ts';
import type { PersonRef } from '../../contract/subject.ts';
import { inOrder } from '../../kernel/paging.ts';
import { allRows } from '../../kernel/rows.ts';
import { unscoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { contactNames, customerNames } from '../customers/index.ts';
import { filesOf } from '../files/index.ts';
import { opportunities as opportunityTable } from '../opportunities/index.ts';
import { personRefs } from '../org/index.ts';
import { followUpColleagues, followUpComments, followUps, type CommentRecord, type FollowUpRecord } from './store.ts';

/** Follow-ups whose ids were found within scope, with everything around them, in the order of the ids. */
export const presentFollowUps = async (work: Work, ids: readonly Id[]): Promise<FollowUp[]> => {
  if (ids.length === 0) return [];
  const rows = await allRows(
    followUps,
    unscoped(work, followUps, 'details of ids that were found within scope').whereIn('id', ids as Id[]),
  );
  const around = await readAround(work, rows);
  return inOrder(
    ids,
    rows.flatMap((row) => presentOne(row, around) ?? []),
  );
};

const opportunityNames = async (work: Work, ids: readonly Id[]): Promise<Map<Id, string>> => {
  const rows: { id: Id; name: string }[] = await unscoped(work, opportunityTable, 'names beside visible follow-ups')
    .whereIn('id', [...new Set(ids)])
    .select('id', 'name');
  return new Map(rows.map((row) => [row.id, row.name]));
};

type Around = Awaited<ReturnType<typeof readAround>>;

const readAround = async (work: Work, rows: readonly FollowUpRecord[]) => {
  const ids = rows.map((row) => row.id);
  const [customers, opportunities, contacts, photos, colleagues, comments] = await Promise.all([
    customerNames(
      work,
      rows.map((row) => row.customerId),
    ),
    opportunityNames(
      work,
      rows.flatMap((row) => row.opportunityId ?? []),
    ),
    contactNames(
      work,
      rows.flatMap((row) => row.contactId ?? []),
    ),
    filesOf(work, 'follow_up', ids),
    allRows(followUpColleagues, work.db(followUpColleagues.name).whereIn('follow_up_id', ids)),
    allRows(followUpComments, work.db(followUpComments.name).whereIn('follow_up_id', ids).orderBy('id')),
  ]);
  const people = await personRefs(work, [
    ...rows.map((row) => row.authorId),
    ...colleagues.map((row) => row.personId),
    ...comments.map((row) => row.authorId),
  ]);
  return { customers, opportunities, contacts, photos, colleagues, comments, people };
};

const presentOne = (row: FollowUpRecord, around: Around): FollowUp | null => {
  const author = around.people.get(row.authorId);
  if (!author) return null;
  return {
    id: row.id,
    kind: row.kind,
    outcome: row.outcome,
    content: row.content,
    customer: { id: row.customerId, name: around.customers.get(row.customerId) ?? '' },
    opportunity: named(row.opportunityId, around.opportunities),
    contact: named(row.contactId, around.contacts),
    author,
    colleagues: around.colleagues
      .filter((one) => one.followUpId === row.id)
      .flatMap((one) => around.people.get(one.personId) ?? []),
    photos: around.photos.get(row.id) ?? [],
    place: row.place,
    nextContactAt: row.nextContactAt?.toISOString() ?? null,
    happenedAt: row.happenedAt.toISOString(),
    comments: around.comments
      .filter((one) => one.followUpId === row.id)
      .flatMap((one) => presentComment(one, around.people)),
    abilities: { comment: true },
  };
};

const named = (id: Id | null, names: ReadonlyMap<Id, string>): { id: Id; name: string } | null => {
  const name = id && names.get(id);
  return id && name ? { id, name } : null;
};

const presentComment = (row: CommentRecord, people: ReadonlyMap<Id, PersonRef>): FollowUp['comments'] => {
  const author = people.get(row.authorId);
  return author ? [{ id: row.id, author, text: row.text, at: row.createdAt.toISOString() }] : [];
};
