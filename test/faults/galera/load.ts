import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { listFollowUps, logFollowUp } from '../../../server/contract/activities.ts';
import { callEndpoint } from '../../support/call-endpoint.ts';

/** Somebody at work: where their app reaches the product, who they are, and for whom they write. */
export interface Worker {
  base: string;
  origin: string;
  cookie: string;
  customerId: string;
  name: string;
}

export interface Submission {
  content: string;
  /** From the first press until the answer, lost answers and repeats included. */
  ms: number;
  attempts: number;
  isAcknowledged: boolean;
}

const pauseMs = 250;
const giveUpMs = 30_000;

/** Logs one contact after the other until told to stop, repeating under the same key what got no clear answer, as H5 does. */
export const keepLogging = async (worker: Worker, label: string, isOver: () => boolean): Promise<Submission[]> => {
  const done: Submission[] = [];
  while (!isOver()) {
    done.push(await submit(worker, `${label} ${worker.name} ${done.length}`));
    await sleep(pauseMs);
  }
  return done;
};

const submit = async ({ customerId, ...worker }: Worker, content: string): Promise<Submission> => {
  const headers = { cookie: worker.cookie, 'idempotency-key': randomUUID() };
  const body = { customerId, kind: 'call' as const, content };
  const begun = performance.now();
  for (let attempts = 1; ; attempts += 1) {
    const status = await callEndpoint(worker, logFollowUp, { body }, headers).then(
      (answer) => answer.status,
      () => 0,
    );
    const ms = performance.now() - begun;
    const isUncertain = status === 0 || status >= 502 || status === 409;
    if (!isUncertain || ms > giveUpMs) return { content, ms, attempts, isAcknowledged: status === 200 };
    await sleep(150);
  }
};

/** Reads a list again and again; how long each page took, repeats included. */
export const keepReading = async ({ customerId, ...worker }: Worker, isOver: () => boolean): Promise<number[]> => {
  const waits: number[] = [];
  while (!isOver()) {
    const begun = performance.now();
    const read = () =>
      callEndpoint(worker, listFollowUps, { query: { customerId } }, { cookie: worker.cookie }).then(
        (answer) => answer.ok,
        () => false,
      );
    while (!(await read()) && performance.now() - begun < giveUpMs) await sleep(150);
    waits.push(performance.now() - begun);
    await sleep(pauseMs);
  }
  return waits;
};
