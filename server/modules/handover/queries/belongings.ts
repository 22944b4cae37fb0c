import type { Fen } from '../../../contract/money.ts';
import type { Id } from '../../../contract/page.ts';
import type { Work } from '../../../kernel/work.ts';
import type { HandoverSources } from '../sources.ts';
import type { InFlight, PerKind } from '../store.ts';

export interface Belongings {
  perKind: PerKind[];
  objects: number;
  amount: Fen;
  customers: number;
  opportunities: number;
}

/** What somebody owns right now, per kind and in all. */
export const countBelongings = async (work: Work, { ownables }: HandoverSources, personId: Id): Promise<Belongings> => {
  const perKind = await Promise.all(
    ownables.map(async ({ kind, label, count }) => ({ kind, label, ...(await count(work, personId)) })),
  );
  const countOf = (kind: string): number => perKind.find((one) => one.kind === kind)?.count ?? 0;
  return {
    perKind,
    objects: perKind.reduce((sum, one) => sum + one.count, 0),
    amount: perKind.reduce((sum, one) => sum + (one.amount ?? 0), 0),
    customers: countOf('customer'),
    opportunities: countOf('opportunity'),
  };
};

/** Approvals in flight that somebody leaves behind. */
export const approvalsInFlight = async (
  work: Work,
  { approvals }: HandoverSources,
  personId: Id,
): Promise<InFlight[]> => [
  ...(await approvals.waitingFor(work, personId)).map(inFlight('approver')),
  ...(await approvals.askedBy(work, personId)).map(inFlight('requester')),
];

const inFlight =
  (role: InFlight['role']) =>
  ({ approvalId, title }: { approvalId: Id; title: string }): InFlight => ({ id: approvalId, title, role });
