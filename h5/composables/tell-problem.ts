import { showToast } from 'vant';
import { type ApiProblem } from '../api-problem.ts';

/** Says in a toast what was refused; the login problem is left to the session, which is already on its way. */
export function tellProblem(problem: ApiProblem): void {
  if (problem.status === 401) return;
  const first = problem.errors[0]?.message;
  const trace = problem.status >= 500 && problem.traceId ? `\n请求编号 ${problem.traceId}` : '';
  showToast({
    message: `${first ?? problem.detail}${trace}`,
    duration: trace ? 5_000 : 2_800,
    wordBreak: 'break-word',
  });
}

/** A short confirmation after something was done. */
export const tellDone = (message: string): void => {
  showToast({ message, duration: 1_600 });
};
