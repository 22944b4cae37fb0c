import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallInput, Endpoint } from '../../server/contract/endpoint.ts';
import { commentOnFollowUp, logFollowUp } from '../../server/contract/activities.ts';
import { callEndpoint } from './call-endpoint.ts';
import type { Person } from './processes-person.ts';
import type { Stage } from './processes-stage.ts';

/** One change somebody wants, told apart by its text; `id` is what the product acknowledged it as. */
export interface Submission {
  text: string;
  id: string | null;
}

export interface Writer {
  readonly submissions: readonly Submission[];
  /** Answers that were no acknowledgement, like `503 system.unavailable`, or `no answer`; how often each. */
  readonly refusals: ReadonlyMap<string, number>;
  /** Longest anybody waited for an answer or for the connection to break. */
  slowestMs(): number;
  /** Longest anybody waited from the first press until the acknowledgement, repeats included. */
  longestMs(): number;
  /** Ends after the submission under way is acknowledged, for which it waits `patienceMs` at most. */
  stop(patienceMs?: number): Promise<void>;
}

interface WriterOptions {
  paceMs: number;
  /** Where requests go when not straight to the app. */
  base?: string | undefined;
  /** Endpoint and input of the next submission; null when there is nothing to write yet. */
  compose(text: string): { endpoint: Endpoint; input: CallInput<Endpoint> } | null;
}

/** Somebody who submits one thing after the other, each again and again under its key until it is acknowledged: as the H5 app and its user would. */
export function startWriter(stage: Stage, person: Person, name: string, options: WriterOptions): Writer {
  const submissions: Submission[] = [];
  const refusals = new Map<string, number>();
  let slowest = 0;
  let longest = 0;
  let giveUpAt = Infinity;
  let isStopped = false;

  const attempt = async (
    submission: Submission,
    key: string,
    what: NonNullable<ReturnType<WriterOptions['compose']>>,
  ) => {
    const begun = performance.now();
    const headers = { cookie: person.cookies, 'idempotency-key': key };
    const { appUrl } = stage;
    const to = { base: options.base ?? appUrl, origin: appUrl };
    const answer = await callEndpoint(to, what.endpoint, what.input, headers).catch(() => null);
    slowest = Math.max(slowest, performance.now() - begun);
    if (answer?.ok) submission.id = (answer.data as { id: string }).id;
    else count(answer ? `${answer.status} ${answer.problem?.code}` : 'no answer');
  };
  const count = (refusal: string): void => void refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);

  const submit = async (text: string): Promise<void> => {
    const what = options.compose(text);
    if (!what) return;
    const submission: Submission = { text, id: null };
    submissions.push(submission);
    const key = randomUUID();
    const begun = performance.now();
    while (Date.now() < giveUpAt) {
      await attempt(submission, key, what);
      longest = Math.max(longest, performance.now() - begun);
      if (submission.id !== null) return;
      await sleep(500);
    }
  };
  const work = async (): Promise<void> => {
    for (let serial = 1; !isStopped; serial += 1) {
      await submit(`${name} ${serial}`);
      await sleep(options.paceMs * (0.5 + Math.random()));
    }
  };
  const ended = work();
  return {
    submissions,
    refusals,
    slowestMs: () => Math.round(slowest),
    longestMs: () => Math.round(longest),
    stop: async (patienceMs = 60_000) => {
      isStopped = true;
      giveUpAt = Date.now() + patienceMs;
      await ended;
    },
  };
}

/** A salesperson who logs contacts with one customer, or about one opportunity with them. */
export const startLogging = (
  stage: Stage,
  person: Person,
  about: { customerId: string; opportunityId?: string },
  { label = '跟进', paceMs = 250, base }: { label?: string; paceMs?: number; base?: string } = {},
): Writer =>
  startWriter(stage, person, `${person.userid} ${label}`, {
    paceMs,
    base,
    compose: (content) => ({ endpoint: logFollowUp, input: { body: { ...about, kind: 'call', content } } }),
  });

/** A leader who comments on what a salesperson logs; the salesperson is told in chat. */
export const startCommenting = (
  stage: Stage,
  leader: Person,
  logging: Writer,
  { label = '点评', paceMs = 2500, base }: { label?: string; paceMs?: number; base?: string } = {},
): Writer =>
  startWriter(stage, leader, `${leader.userid} ${label}`, {
    paceMs,
    base,
    compose: (text) => {
      const id = logging.submissions.findLast((one) => one.id !== null)?.id;
      return id ? { endpoint: commentOnFollowUp, input: { params: { id }, body: { text } } } : null;
    },
  });

export const countRefusals = (writers: readonly Writer[]): Map<string, number> => {
  const all = new Map<string, number>();
  for (const { refusals } of writers) for (const [name, times] of refusals) all.set(name, (all.get(name) ?? 0) + times);
  return all;
};
