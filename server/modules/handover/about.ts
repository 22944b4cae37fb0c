import type { SubjectRef } from '../../contract/subject.ts';
import type { HandoverCase } from './store.ts';

/** What every event of a case says. */
export const aboutCase = (one: Pick<HandoverCase, 'id' | 'personId' | 'personName'>) => ({
  caseId: one.id,
  personId: one.personId,
  personName: one.personName,
});

export const asSubject = (one: Pick<HandoverCase, 'id'>): SubjectRef => ({ kind: 'handover', id: one.id });
