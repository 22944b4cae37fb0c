import { showToast } from 'vant';

import { type ControlProblem } from '../control/types.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Calls the control API; throws an Error with its sentence. */
export async function ask<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`/simulator/api/${path}`, init).catch(() => {
    throw new Error('模拟器没有响应，请确认它还在运行');
  });
  if (response.ok) return (await response.json()) as Answer;
  const problem = (await response.json().catch(() => null)) as ControlProblem | null;
  throw new Error(problem?.message ?? `模拟器返回 ${response.status}`);
}

/** Does something somebody pressed a button for; a refusal becomes a toast and null. */
export async function attempt<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    showToast({ message: error instanceof Error ? error.message : String(error), wordBreak: 'break-all' });
    return null;
  }
}
