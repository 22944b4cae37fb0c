import type { Id } from '../../contract/page.ts';
import { insertMany } from '../../kernel/rows.ts';
import type { Work } from '../../kernel/work.ts';
import { shares } from './store.ts';

/** Who a record is shared with explicitly. */
export const sharedWith = async (work: Work, kind: string, recordId: Id): Promise<Id[]> =>
  (
    (await work
      .db('shares')
      .select({ id: 'person_id' })
      .where({ kind, record_id: recordId })
      .orderBy('created_at')) as { id: Id }[]
  ).map((row) => row.id);

/** Replaces the people a record is shared with; effective at their next request. */
export const setShares = async (work: Work, kind: string, recordId: Id, personIds: readonly Id[]): Promise<void> => {
  await work.db('shares').where({ kind, record_id: recordId }).delete();
  await insertMany(
    work,
    shares,
    [...new Set(personIds)].map((personId) => ({ personId, kind, recordId })),
  );
};
