import type { Id } from '../../../contract/page.ts';
import type { SubjectRef } from '../../../contract/subject.ts';
import { ensure } from '../../../kernel/problem.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import { files } from '../store.ts';

/** Ties files the actor has uploaded to a record, in this order; whoever sees the record sees them from now on. `file.unknown` when one is not theirs or taken. */
export const attachFiles = async (work: Work, ids: readonly Id[], subject: SubjectRef): Promise<void> => {
  if (ids.length === 0) return;
  const attached = await work
    .db(files.name)
    .whereIn('id', ids as Id[])
    .where({ uploader_id: personOf(work) })
    .whereNull('subject_id')
    .update({
      subject_kind: subject.kind,
      subject_id: subject.id,
      position: work.db.raw(`field(id, ${ids.map(() => '?').join(', ')})`, [...ids]),
    });
  ensure(attached === new Set(ids).size, 'file.unknown');
};
