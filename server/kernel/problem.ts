import { fillSentence, type FieldProblem, type ProblemParams } from '../contract/problem.ts';
import { problems, type ProblemCode } from '../contract/problems.ts';

/** A refusal with a registered code. Anything else that is thrown is a fault and leaves the server as a bare 500. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly params: ProblemParams;
  readonly fields: FieldProblem[];
  /** Facts a client needs to go on, e.g. the current row after a stale save. */
  readonly current: unknown;

  constructor(code: ProblemCode, params: ProblemParams = {}, fields: FieldProblem[] = [], current?: unknown) {
    super(fillSentence(problems[code][1], params));
    this.name = 'Problem';
    this.code = code;
    this.params = params;
    this.fields = fields;
    this.current = current;
  }

  get status(): number {
    return problems[this.code][0];
  }
}

/** Refuses unless the condition holds. */
export function ensure(condition: unknown, code: ProblemCode, params?: ProblemParams): asserts condition {
  if (!condition) throw new Problem(code, params);
}

/** The value, or a refusal when there is none. */
export const required = <T>(value: T | null | undefined, code: ProblemCode = 'record.not_found'): T => {
  if (value === null || value === undefined) throw new Problem(code);
  return value;
};
