import { type SubjectKind, type SubjectRef } from '../../../server/contract/subject.ts';

const folders: Partial<Record<SubjectKind, string>> = {
  customer: 'customers',
  opportunity: 'opportunities',
  handover: 'handovers',
  digest: 'digests',
  person: 'people',
};

/** Where a record is shown; null for kinds without a page of their own. */
export const subjectPath = ({ kind, id }: SubjectRef): string | null =>
  folders[kind] ? `/${folders[kind]}/${id}` : null;
