import { describe, expect, it } from 'vitest';
import { stageFacts, stageOrder } from '../../../server/contract/opportunities.ts';
import { createCalendar } from '../../../server/kernel/calendar.ts';
import {
  amountAfter,
  daysFrom,
  isForward,
  likelihoodAfter,
  mergeFacts,
  missingFacts,
} from '../../../server/modules/opportunities/opportunity.ts';

describe('the facts on the way', () => {
  it.each([
    ['the next stage asks for the facts of the one left', 'needs', 'planning', {}, ['need']],
    [
      'a jump asks for the facts of every stage passed',
      'first_contact',
      'survey',
      { need: '扩产' },
      ['contactPerson', 'plan'],
    ],
    ['both facts of a stage are asked for', 'formal_proposal', 'evaluation', { solution: '全线' }, ['decisionMaker']],
    ['going back asks for none', 'negotiation', 'needs', {}, []],
    ['what is known is not asked again', 'needs', 'planning', { need: '扩产' }, []],
  ] as const)('%s', (_, from, to, facts, expected) => {
    expect(missingFacts(from, to, facts).map((fact) => fact.key)).toEqual(expected);
  });

  it('every stage but the last asks for something', () => {
    expect(stageOrder.filter((stage) => stageFacts[stage].length === 0)).toEqual(['negotiation']);
  });

  it('new ones win, empty ones go', () => {
    expect(mergeFacts({ need: '旧', plan: '计划' }, { need: '新', plan: '' })).toEqual({ need: '新' });
  });
});

it('a stage after another is forward, the same or an earlier one is not', () => {
  expect(isForward('needs', 'planning')).toBe(true);
  expect(isForward('needs', 'needs')).toBe(false);
  expect(isForward('needs', 'first_contact')).toBe(false);
});

describe('what follows until somebody states otherwise', () => {
  it('the likelihood goes with the stage', () => {
    expect(likelihoodAfter({ stage: 'needs', likelihood: 10 }, 'evaluation')).toBe(75);
    expect(likelihoodAfter({ stage: 'needs', likelihood: 35 }, 'evaluation')).toBe(35);
  });

  it('the amount goes with the lines', () => {
    expect(amountAfter(800, { before: 800, after: 900 })).toBe(900);
    expect(amountAfter(5000, { before: 800, after: 900 })).toBe(5000);
    expect(amountAfter(0, { before: 0, after: 900 })).toBe(900);
  });
});

it('days are calendar days of the business', () => {
  const days = (from: string, until: string): number =>
    daysFrom(createCalendar('Asia/Shanghai'), new Date(from), new Date(until));
  expect(days('2026-03-11T15:59:00Z', '2026-03-11T16:00:00Z')).toBe(1);
  expect(days('2026-03-11T16:00:00Z', '2026-03-12T15:59:00Z')).toBe(0);
  expect(days('2026-03-12T00:00:00Z', '2026-03-01T00:00:00Z')).toBe(0);
});
