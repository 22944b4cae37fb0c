import { nameOfPerson } from '../org/index.ts';
import type { Work } from '../../kernel/work.ts';
import type { Approval } from './store.ts';

/** What every event of an approval says about it. */
export const aboutApproval = async (work: Work, approval: Approval) => ({
  approvalId: approval.id,
  title: approval.title,
  subject: { kind: approval.subjectKind, id: approval.subjectId },
  subjectName: approval.subjectName,
  requesterId: approval.requesterId,
  requesterName: (await nameOfPerson(work, approval.requesterId)) ?? '',
});

/** Where an approval's events hang: on itself, and where it matters to readers on the customer's time line too. */
export const asSubject = (approval: { id: string }) => ({ kind: 'approval' as const, id: approval.id });
