import type { Id } from '../../../server/contract/page.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import {
  registerApprovable,
  requestApproval,
  type Flow,
  type FlowStep,
  type RequestOutcome,
} from '../../../server/modules/approvals/index.ts';
import type { Approvable } from '../../../server/ports/subjects.ts';
import type { World } from '../../support/world.ts';

type Outcome = Parameters<Approvable['onOutcome']>[1];

/** A kind of record that waits for consent and remembers what it was told; it is visible to whoever `viewers` names. */
export const rememberOutcomes = (): { outcomes: Outcome[]; viewers: Set<Id | null> } => {
  const memory = { outcomes: [] as Outcome[], viewers: new Set<Id | null>() };
  registerApprovable({
    kind: 'product',
    describe: (_, subjectId) => Promise.resolve({ name: `标的 ${subjectId}`, path: `/products/${subjectId}` }),
    isVisible: (work) => Promise.resolve(memory.viewers.has(work.actor.personId)),
    onOutcome: (_, outcome) => {
      memory.outcomes.push(outcome);
      return Promise.resolve();
    },
  });
  return memory;
};

const always = { all: [] };
export const stepBy = (approver: FlowStep['approver'], mode: FlowStep['mode'] = 'any'): FlowStep => ({
  approver,
  mode,
  when: always,
  why: '测试步骤',
});
export const flowOf = (...steps: FlowStep[]): Flow => ({ key: 'test', steps });
export const superior = (level: number): FlowStep => stepBy({ kind: 'superior', level });

let subjects = 0;
/** Asks as a person; a new subject each time unless given. */
export const ask = async (world: World, personId: Id, flow: Flow, subjectId?: Id): Promise<RequestOutcome> => {
  subjects += 1;
  return inTransaction(await world.workAs(personId), (work) =>
    requestApproval(work, {
      flow,
      subject: { kind: 'product', id: subjectId ?? String(subjects) },
      title: '申请 8 折',
      facts: { discountPermille: 200 },
      factLines: [{ label: '折扣', value: '8 折' }],
      note: '老客户',
      threadId: null,
    }),
  );
};

/** The same when an approval must come of it. */
export const askPending = async (world: World, personId: Id, flow: Flow, subjectId?: Id): Promise<Id> => {
  const result = await ask(world, personId, flow, subjectId);
  if (result.outcome !== 'pending') throw new Error(`expected a pending approval, got ${result.outcome}`);
  return result.approvalId;
};
