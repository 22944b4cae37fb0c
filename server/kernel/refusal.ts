import type { ProblemResponse } from '../contract/problem.ts';
import { isDatabaseAway, isRetryable } from './database.ts';
import { Problem } from './problem.ts';

/** What leaves the server for anything thrown: registered problems as they are, an absent database as 503, everything else as a bare 500. */
export const toResponse = (
  error: unknown,
  traceId: string,
): { body: ProblemResponse & { current?: unknown }; unexpected: boolean } => {
  const problem = asProblem(error);
  const body: ProblemResponse & { current?: unknown } = {
    type: `about:blank#${problem.code}`,
    title: problem.message,
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    traceId,
  };
  if (Object.keys(problem.params).length > 0) body.params = problem.params;
  if (problem.fields.length > 0) body.errors = problem.fields;
  if (problem.current !== undefined) body.current = problem.current;
  return { body, unexpected: problem.code === 'system.unexpected' };
};

const asProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  const { status, type } = (error ?? {}) as { status?: number; type?: string };
  if (status === 413 || type === 'entity.too.large') return new Problem('request.too_large');
  if (status !== undefined && status >= 400 && status < 500) return new Problem('request.malformed');
  if (isDatabaseAway(error) || isRetryable(error)) return new Problem('system.unavailable');
  return new Problem('system.unexpected');
};
