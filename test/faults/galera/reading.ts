import { setTimeout as sleep } from 'node:timers/promises';
import { listFollowUps } from '../../../server/contract/activities.ts';
import type { Person } from '../../support/processes-person.ts';

const pauseMs = 250;
const giveUpMs = 30_000;

/** Reads a list again and again; how long each page took, repeats included. */
export const keepReading = async (person: Person, customerId: string, isOver: () => boolean): Promise<number[]> => {
  const read = (): Promise<boolean> =>
    person.call(listFollowUps, { query: { customerId } }).then(
      (answer) => answer.ok,
      () => false,
    );
  const waits: number[] = [];
  while (!isOver()) {
    const begun = performance.now();
    while (!(await read()) && performance.now() - begun < giveUpMs) await sleep(150);
    waits.push(performance.now() - begun);
    await sleep(pauseMs);
  }
  return waits;
};
