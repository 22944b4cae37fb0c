import { describe, expect, it } from 'vitest';
import { handoverStates, type HandoverState } from '../../../server/contract/handover.ts';
import { byReceiver, handoverLifecycle, receiverOf } from '../../../server/modules/handover/handover.ts';
import { canAssign, canSee, canUndo, type Standing } from '../../../server/modules/handover/policy.ts';

const plan = { receiverId: 'main', byCustomer: new Map([['c1', 'other']]) };

describe('who takes over what', () => {
  it.each([
    ['customer', { id: 'c1', customerId: null }, 'other'],
    ['customer', { id: 'c2', customerId: null }, 'main'],
    ['opportunity', { id: 'o1', customerId: 'c1' }, 'other'],
    ['opportunity', { id: 'o2', customerId: 'c2' }, 'main'],
    ['opportunity', { id: 'o3', customerId: null }, 'main'],
    ['opportunity', { id: 'c1', customerId: null }, 'main'],
  ] as const)('a %s %o goes to %s', (kind, row, to) => {
    expect(receiverOf(plan, kind, row)).toBe(to);
  });

  it('makes one group per receiver, in order', () => {
    const rows = [
      { id: 'c0', customerId: null },
      { id: 'c1', customerId: null },
      { id: 'c2', customerId: null },
    ];
    expect([...byReceiver(plan, 'customer', rows)].map(([to, group]) => [to, group.map((row) => row.id)])).toEqual([
      ['main', ['c0', 'c2']],
      ['other', ['c1']],
    ]);
  });
});

const nobody: Standing = { manages: false, isAssignee: false, isAbove: false, isReceiver: false };
const states = Object.keys(handoverStates) as HandoverState[];

describe('who may do what', () => {
  it.each(['manages', 'isAssignee', 'isAbove'] as const)('whoever %s decides', (standing) => {
    const one = { ...nobody, [standing]: true };
    expect(states.filter((state) => canAssign(one, { state }))).toEqual(['open']);
    const now = new Date('2026-03-11');
    const undoUntil = new Date('2026-03-12');
    expect(states.filter((state) => canUndo(one, { state, undoUntil }, now))).toEqual(['done']);
    expect(canUndo(one, { state: 'done', undoUntil }, undoUntil)).toBe(false);
    expect(canUndo(one, { state: 'done', undoUntil: null }, now)).toBe(false);
  });

  it('receivers look on, others do not even see it', () => {
    const receiver = { ...nobody, isReceiver: true };
    expect([canSee(receiver), canSee(nobody)]).toEqual([true, false]);
    expect(states.some((state) => canAssign(receiver, { state }))).toBe(false);
  });
});

describe('the life of a case', () => {
  it('never leads back to open and ends undone', () => {
    expect(Object.values(handoverLifecycle).flat()).not.toContain('open');
    expect(handoverLifecycle.undone).toEqual([]);
  });
});
