import type { Id } from '../../contract/page.ts';

/** Facts a decision is about, frozen with the request. Numbers can be compared by conditions. */
export type Facts = Record<string, string | number | boolean | null>;

/** A flow is data, so that it can become rows an administrator edits. */
export interface Flow {
  key: string;
  /** Asked one after another; a step whose condition does not hold is left out. */
  steps: readonly FlowStep[];
}
export interface FlowStep {
  approver: Approver;
  /** `any`: the first answer of one approver counts. `all`: everybody must agree. */
  mode: StepMode;
  when: Condition;
  /** Why this step is asked, for the approver to read. */
  why: string;
}
export type StepMode = 'any' | 'all';

/** Who is asked, seen from the requester at the moment the step starts. */
export type Approver =
  | { kind: 'superior'; level: number }
  | { kind: 'department_leader' }
  | { kind: 'role'; roleId: Id }
  | { kind: 'person'; personId: Id };

export type Condition =
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }
  | { fact: string; op: 'over' | 'at_least'; value: number };

/** Does the condition hold? A fact that is missing or not a number never exceeds anything. */
export const holds = (condition: Condition, facts: Facts): boolean => {
  if ('all' in condition) return condition.all.every((one) => holds(one, facts));
  if ('any' in condition) return condition.any.some((one) => holds(one, facts));
  const fact = facts[condition.fact];
  if (typeof fact !== 'number') return false;
  return condition.op === 'over' ? fact > condition.value : fact >= condition.value;
};

/** The steps these facts ask for, in order. None: the requester may decide alone. */
export const applicableSteps = (flow: Flow, facts: Facts): FlowStep[] =>
  flow.steps.filter((step) => holds(step.when, facts));

/**
 * Who of the candidates is really asked. Nobody when the requester is one of them (it is their own authority) or when
 * one of them has agreed before in an `any` step; those who have agreed before are not asked twice.
 */
export const whoIsAsked = (
  step: { mode: StepMode; candidates: readonly Id[] },
  already: { requesterId: Id; agreed: ReadonlySet<Id> },
): Id[] => {
  const unique = [...new Set(step.candidates)];
  if (unique.includes(already.requesterId)) return [];
  const left = unique.filter((id) => !already.agreed.has(id));
  return step.mode === 'any' && left.length < unique.length ? [] : left;
};

/** What has become of a step after an answer. */
export const stepOutcome = (
  mode: StepMode,
  tasks: readonly { state: string }[],
): 'approved' | 'rejected' | 'waiting' => {
  if (tasks.some((task) => task.state === 'rejected')) return 'rejected';
  const agreed = tasks.some((task) => task.state === 'approved');
  const open = tasks.some((task) => task.state === 'pending');
  return agreed && (mode === 'any' || !open) ? 'approved' : 'waiting';
};
