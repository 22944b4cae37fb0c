import { describe, expect, it } from 'vitest';
import { abilitiesOf, seesPersonalData } from '../../../server/modules/customers/policy.ts';
import type { Actor, ResolvedScope } from '../../../server/kernel/work.ts';

const now = new Date('2026-03-11T02:00:00Z');
const actor = (scope: ResolvedScope, shared: string[] = [], permissions: Actor['permissions'] = new Set()): Actor => ({
  personId: '1',
  name: '甲',
  departmentId: null,
  surface: 'h5',
  permissions,
  scope,
  shares: new Map([['customer', shared]]),
});
const living = { id: '9', ownerId: '5', deletedAt: null };
const deleted = { ...living, deletedAt: new Date('2026-03-01T00:00:00Z') };
const nobody = { all: false, people: ['1'] } as const;
const granted = (who: Actor, customer: Parameters<typeof abilitiesOf>[1]): string[] =>
  Object.entries(abilitiesOf(who, customer, now)).flatMap(([name, allowed]) => (allowed ? [name] : []));

const work = ['update', 'logFollowUp', 'addOpportunity', 'comment'];
const decide = ['update', 'delete', 'shareWith', 'logFollowUp', 'addOpportunity', 'comment'];

describe('what one may do with a customer', () => {
  it.each([
    ['its owner', actor({ all: false, people: ['5'] }), living, decide],
    ['a leader of the owner', actor({ all: false, people: ['1', '5'] }), living, decide],
    ['somebody who sees the whole company', actor({ all: true }), living, decide],
    ['a collaborator', actor(nobody, ['9']), living, work],
    ['a collaborator of another customer', actor(nobody, ['8']), living, []],
    ['its owner, in the recycle bin', actor({ all: false, people: ['5'] }), deleted, ['restore', 'comment']],
    ['a collaborator, in the recycle bin', actor(nobody, ['9']), deleted, ['comment']],
    [
      'its owner, after 30 days there',
      actor({ all: true }),
      { ...living, deletedAt: new Date('2026-01-01') },
      ['comment'],
    ],
  ])('%s', (_, who, customer, expected) => {
    expect(granted(who, customer).sort()).toEqual([...expected].sort());
  });
});

describe('personal data', () => {
  it.each([
    ['the owner', actor({ all: false, people: ['5'] }), true],
    ['a collaborator', actor(nobody, ['9']), true],
    ['an administrator of the organisation', actor(nobody, [], new Set(['org.manage'])), true],
    ['a stranger', actor(nobody), false],
  ])('of a customer is seen by %s: %s', (_, who, expected) => {
    expect(seesPersonalData(who, living)).toBe(expected);
  });
});
