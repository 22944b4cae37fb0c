import type { HandoverState } from '../../../contract/handover.ts';
import type { Id } from '../../../contract/page.ts';
import { required } from '../../../kernel/problem.ts';
import { firstRow } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import type { ExternalKind } from '../../../ports/external-contacts.ts';
import { nameOfPerson } from '../../org/index.ts';
import { handoverCases } from '../store.ts';

/** What a card says about a case at this moment, whoever reads it. */
export interface DescribedCase {
  id: Id;
  personId: Id;
  personName: string;
  state: HandoverState;
  assigneeId: Id | null;
  objects: number;
  amount: number;
  contacts: number;
  groups: number;
  receiverName: string | null;
  assignedByName: string | null;
}

/** For cards; lists and pages go through the data scope instead. */
export const describeCase = async (work: Work, id: Id): Promise<DescribedCase> => {
  const one = required(await firstRow(handoverCases, work.db(handoverCases.name).where({ id })));
  const counts = await work
    .db('handover_contacts')
    .where({ case_id: id })
    .groupBy('kind')
    .select<{ kind: ExternalKind; count: number | string }[]>('kind', work.db.raw('count(*) as count'));
  const countOf = (kind: ExternalKind): number => Number(counts.find((row) => row.kind === kind)?.count ?? 0);
  return {
    id: one.id,
    personId: one.personId,
    personName: one.personName,
    state: one.state,
    assigneeId: one.assigneeId,
    objects: one.objects,
    amount: one.amount,
    contacts: countOf('person'),
    groups: countOf('group'),
    receiverName: one.receiverId && (await nameOfPerson(work, one.receiverId)),
    assignedByName: one.assignedBy && (await nameOfPerson(work, one.assignedBy)),
  };
};
