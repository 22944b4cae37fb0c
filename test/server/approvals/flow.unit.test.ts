import { describe, expect, it } from 'vitest';
import {
  applicableSteps,
  holds,
  stepOutcome,
  whoIsAsked,
  type Condition,
  type Flow,
} from '../../../server/modules/approvals/flow.ts';

const over = (fact: string, value: number): Condition => ({ fact, op: 'over', value });

describe('a condition', () => {
  it.each<[string, Condition, Record<string, number | string | null>, boolean]>([
    ['over is strict', over('discount', 100), { discount: 100 }, false],
    ['over passes beyond the border', over('discount', 100), { discount: 101 }, true],
    ['at least includes the border', { fact: 'amount', op: 'at_least', value: 5 }, { amount: 5 }, true],
    ['a missing fact exceeds nothing', over('discount', 0), {}, false],
    ['an empty fact exceeds nothing', over('discount', -1), { discount: null }, false],
    ['a text exceeds nothing', over('discount', 0), { discount: '9' }, false],
    ['any needs one', { any: [over('a', 1), over('b', 1)] }, { a: 0, b: 2 }, true],
    ['any of nothing does not hold', { any: [] }, {}, false],
    ['all needs each', { all: [over('a', 1), over('b', 1)] }, { a: 2, b: 1 }, false],
    ['they nest', { all: [over('a', 1), { any: [over('b', 9), over('c', 1)] }] }, { a: 2, b: 1, c: 2 }, true],
  ])('%s', (_, condition, facts, expected) => {
    expect(holds(condition, facts)).toBe(expected);
  });
});

describe('the steps of a flow', () => {
  const step = (level: number, when: Condition): Flow['steps'][number] => ({
    approver: { kind: 'superior', level },
    mode: 'any',
    when,
    why: `第 ${level} 级`,
  });
  const flow: Flow = { key: 'test', steps: [step(1, over('discount', 100)), step(2, over('discount', 250))] };

  it.each([
    [100, []],
    [101, ['第 1 级']],
    [250, ['第 1 级']],
    [251, ['第 1 级', '第 2 级']],
  ])('at %i permille are %j, in order', (discount, expected) => {
    expect(applicableSteps(flow, { discount }).map((one) => one.why)).toEqual(expected);
  });
});

describe('who is asked', () => {
  const asked = (mode: 'any' | 'all', candidates: string[], agreed: string[] = []): string[] =>
    whoIsAsked({ mode, candidates }, { requesterId: 'me', agreed: new Set(agreed) });

  it('is nobody when the requester is an approver', () => expect(asked('all', ['me', 'a'])).toEqual([]));
  it('is each candidate once', () => expect(asked('all', ['a', 'b', 'a'])).toEqual(['a', 'b']));
  it('leaves out who has agreed before', () => expect(asked('all', ['a', 'b'], ['a'])).toEqual(['b']));
  it('is nobody when any answer is enough and one has agreed before', () =>
    expect(asked('any', ['a', 'b'], ['a'])).toEqual([]));
});

describe('a step', () => {
  const tasks = (...states: string[]): { state: string }[] => states.map((state) => ({ state }));
  it.each([
    ['any', ['pending', 'approved'], 'approved'],
    ['all', ['pending', 'approved'], 'waiting'],
    ['all', ['approved', 'approved'], 'approved'],
    ['all', ['approved', 'superseded'], 'approved'],
    ['any', ['rejected', 'pending'], 'rejected'],
    ['all', ['approved', 'rejected'], 'rejected'],
    ['any', ['superseded', 'superseded'], 'waiting'],
  ] as const)('in mode %s with %j is %s', (mode, states, expected) => {
    expect(stepOutcome(mode, tasks(...states))).toBe(expected);
  });
});
