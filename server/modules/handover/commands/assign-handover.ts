import { handoverStates } from '../../../contract/handover.ts';
import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { move } from '../../../kernel/lifecycle.ts';
import { ensure } from '../../../kernel/problem.ts';
import { insertMany } from '../../../kernel/rows.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import { readOrg } from '../../org/index.ts';
import { aboutCase, asSubject } from '../about.ts';
import { handoverAssigned } from '../events.ts';
import { handoverLifecycle } from '../handover.ts';
import { mayDecide } from '../policy.ts';
import { getCase } from '../queries/standing.ts';
import { handoverCases, handoverExceptions } from '../store.ts';

/** Says who takes over; the rows then move in the background. */
export const assignHandover = async (
  work: Work,
  input: { caseId: Id; receiverId: Id; exceptions: readonly { customerId: Id; receiverId: Id }[] },
): Promise<void> => {
  const { one, standing } = await getCase(work, input.caseId, { lock: true });
  ensure(mayDecide(standing), 'record.not_allowed');
  ensure(one.state === 'open', 'handover.not_open', { state: handoverStates[one.state] });
  const exceptions = distinct(input.exceptions);
  const names = await ensureReceivers(work, one.personId, [
    input.receiverId,
    ...exceptions.map((exception) => exception.receiverId),
  ]);
  const values = { receiverId: input.receiverId, assignedBy: personOf(work) };
  await move(work, handoverCases, handoverLifecycle, { id: one.id, from: 'open', to: 'running' }, values);
  await insertMany(
    work,
    handoverExceptions,
    exceptions.map((exception) => ({ ...exception, caseId: one.id })),
  );
  await emit(work, handoverAssigned, {
    subject: asSubject(one),
    payload: {
      ...aboutCase(one),
      receiverId: input.receiverId,
      receiverName: names.get(input.receiverId) ?? '',
      exceptions: exceptions.length,
    },
  });
};

/** The assignee takes everything. */
export const takeOverHandover = (work: Work, { caseId }: { caseId: Id }): Promise<void> =>
  assignHandover(work, { caseId, receiverId: personOf(work), exceptions: [] });

const distinct = (exceptions: readonly { customerId: Id; receiverId: Id }[]) => [
  ...new Map(exceptions.map((exception) => [exception.customerId, exception])).values(),
];

/** Receivers work here, use the CRM, and are somebody else. Answers their names. */
const ensureReceivers = async (work: Work, leaverId: Id, ids: readonly Id[]): Promise<ReadonlyMap<Id, string>> => {
  const org = await readOrg(work);
  for (const id of new Set(ids)) {
    const usesCrm = org.rolesOf(id).some((role) => role.permissions.includes('crm.use'));
    ensure(id !== leaverId && org.chart.people.get(id)?.active && usesCrm, 'handover.receiver_invalid');
  }
  return org.names;
};
