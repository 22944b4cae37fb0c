import { describe, expect, it } from 'vitest';
import { happenedWithin, nextPromise } from '../../../server/modules/activities/follow-up.ts';

const now = new Date('2026-03-11T02:00:00Z');
const shifted = (ms: number): Date => new Date(now.getTime() + ms);
const day = 86_400_000;

describe('when a contact happened', () => {
  it.each([
    ['unstated', undefined, now],
    ['an hour ago', shifted(-3_600_000), shifted(-3_600_000)],
    ['30 days ago', shifted(-30 * day), shifted(-30 * day)],
    ['longer ago', shifted(-30 * day - 1), null],
    ['on a device whose clock runs ahead', shifted(240_000), now],
    ['in the future', shifted(600_000), null],
  ])('%s', (_, stated, expected) => expect(happenedWithin(stated, now)).toEqual(expected));
});

describe('the next contact after one', () => {
  const tonight = shifted(14 * 3_600_000);
  const [today, tomorrow] = [shifted(3_600_000), shifted(day)];
  it.each([
    ['is the one promised now', tomorrow, today, tomorrow],
    ['is called off', null, tomorrow, null],
    ['that was due today has happened', undefined, today, null],
    ['that was overdue has happened', undefined, shifted(-day), null],
    ['that is due later stands', undefined, tomorrow, undefined],
    ['was never promised', undefined, null, undefined],
  ])('%s', (_, stated, promised, expected) => expect(nextPromise(stated, promised, tonight)).toEqual(expected));
});
