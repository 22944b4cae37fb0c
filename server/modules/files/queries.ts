import type { Id } from '../../contract/page.ts';
import type { SubjectKind } from '../../contract/subject.ts';
import { ensure, required } from '../../kernel/problem.ts';
import { allRows, firstRow } from '../../kernel/rows.ts';
import { Download } from '../../kernel/route.ts';
import type { Work } from '../../kernel/work.ts';
import type { FileDisk } from './disk.ts';
import { files, fileUrl, type FileRecord } from './store.ts';

/** May the actor see this record? Given for each kind of record that carries files. */
export type Readers = Partial<Record<SubjectKind, (work: Work, id: Id) => Promise<boolean>>>;

const browserKeepsSeconds = 3600;

export const readFileOf = async (work: Work, disk: FileDisk, readers: Readers, id: Id): Promise<Download> => {
  const file = required(await firstRow(files, work.db(files.name).where({ id })));
  ensure(file.uploaderId === work.actor.personId || (await seesSubject(work, readers, file)), 'record.not_found');
  const bytes = required(await disk.read(file.sha256));
  return new Download(bytes, file.type, file.name, browserKeepsSeconds);
};

const seesSubject = async (work: Work, readers: Readers, file: FileRecord): Promise<boolean> => {
  const sees = readers[file.subjectKind as SubjectKind];
  return sees !== undefined && file.subjectId !== null && sees(work, file.subjectId);
};

/** The files of records the actor sees, by record. */
export const filesOf = async (
  work: Work,
  kind: SubjectKind,
  ids: readonly Id[],
): Promise<Map<Id, { id: Id; url: string }[]>> => {
  const rows = await allRows(
    files,
    work
      .db(files.name)
      .where({ subject_kind: kind })
      .whereIn('subject_id', ids as Id[])
      .orderBy(['subject_id', 'position']),
  );
  const bySubject = new Map<Id, { id: Id; url: string }[]>();
  for (const { id, subjectId } of rows) {
    if (subjectId) bySubject.set(subjectId, [...(bySubject.get(subjectId) ?? []), { id, url: fileUrl(id) }]);
  }
  return bySubject;
};
