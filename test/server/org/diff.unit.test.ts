import { describe, expect, it } from 'vitest';
import {
  brakeNote,
  diffDepartments,
  diffPeople,
  missingAccounts,
} from '../../../server/modules/org/directory-sync/diff.ts';
import type { KnownPerson, PersonFacts } from '../../../server/modules/org/directory-sync/facts.ts';
import { facts, knownDepartment, knownPerson } from './directory-facts.ts';

const readAt = new Date('2026-03-11T02:00:00Z');
const asked = { readAt, now: new Date('2026-03-11T02:05:00Z') };
const since = new Date('2026-03-11T02:01:00Z');
const kindsOf = (changes: readonly { kind: string }[]): string[] => changes.map((one) => one.kind);

describe('comparing people', () => {
  const cases: [string, KnownPerson[], PersonFacts[], string[]][] = [
    ['somebody new is added', [], [facts('a')], ['person_added']],
    ['somebody new who is disabled is added all the same', [], [facts('a', { state: 'disabled' })], ['person_added']],
    ['somebody who has left and whom we never knew is nothing', [], [facts('a', { state: 'left' })], []],
    ['nothing changed is nothing', [knownPerson('a')], [facts('a')], []],
    ['a new name', [knownPerson('a')], [facts('a', { name: '新名' })], ['person_changed']],
    ['a new position', [knownPerson('a')], [facts('a', { position: '经理' })], ['person_changed']],
    [
      'another department',
      [knownPerson('a')],
      [facts('a', { departments: [{ key: '2', leads: false }] })],
      ['person_changed'],
    ],
    [
      'leading the same department',
      [knownPerson('a')],
      [facts('a', { departments: [{ key: '1', leads: true }] })],
      ['person_changed'],
    ],
    [
      'the same departments in another order',
      [
        knownPerson('a', {
          departments: [
            { key: '2', leads: false },
            { key: '1', leads: true },
          ],
        }),
      ],
      [
        facts('a', {
          departments: [
            { key: '1', leads: true },
            { key: '2', leads: false },
          ],
        }),
      ],
      [],
    ],
    ['another main department', [knownPerson('a')], [facts('a', { mainDepartmentKey: '2' })], ['person_changed']],
    ['another leader', [knownPerson('a')], [facts('a', { directLeader: 'b' })], ['person_changed']],
    ['a mobile number the platform does not tell', [knownPerson('a', { mobile: '138' })], [facts('a')], []],
    [
      'a mobile number the platform tells',
      [knownPerson('a', { mobile: '138' })],
      [facts('a', { mobile: '139' })],
      ['person_changed'],
    ],
    ['disabled by the platform', [knownPerson('a')], [facts('a', { state: 'disabled' })], ['person_changed']],
    ['left by the platform', [knownPerson('a')], [facts('a', { state: 'left' })], ['person_left']],
    ['back after leaving', [knownPerson('a', { state: 'left' })], [facts('a')], ['person_changed']],
    ['back in sight', [knownPerson('a', { state: 'hidden' })], [facts('a')], ['person_changed']],
    [
      'what we know better since the question was asked is left alone',
      [knownPerson('a', { directoryAt: since })],
      [facts('a', { name: '旧名' })],
      [],
    ],
    [
      'a stamp from a clock that was set back since does not count',
      [knownPerson('a', { directoryAt: new Date('2027-01-01') })],
      [facts('a', { name: '新名' })],
      ['person_changed'],
    ],
  ];
  it.each(cases)('%s', (_, known, found, kinds) => {
    expect(kindsOf(diffPeople(known, found, new Map(), asked))).toEqual(kinds);
  });

  it('tells leaving from being out of sight for those who are missing, and says neither twice', () => {
    const known = [knownPerson('gone'), knownPerson('unseen'), knownPerson('long gone', { state: 'left' })];
    const fates = new Map([['gone', 'left'] as const, ['unseen', 'hidden'] as const, ['long gone', 'left'] as const]);
    expect(diffPeople(known, [], fates, asked)).toMatchObject([
      { kind: 'person_left', account: 'gone', state: 'left', facts: null },
      { kind: 'person_hidden', account: 'unseen', state: 'hidden', facts: null },
    ]);
    const hidden = [knownPerson('unseen', { state: 'hidden' })];
    expect(diffPeople(hidden, [], new Map([['unseen', 'hidden']]), asked)).toEqual([]);
    expect(kindsOf(diffPeople(hidden, [], new Map([['unseen', 'left']]), asked))).toEqual(['person_left']);
  });

  it('asks about missing people, active ones first, but not about leavers or whom it knows better', () => {
    const known = [
      knownPerson('hidden', { state: 'hidden' }),
      knownPerson('active'),
      knownPerson('left', { state: 'left' }),
      knownPerson('fresh', { directoryAt: since }),
      knownPerson('listed'),
    ];
    expect(missingAccounts(known, [facts('listed')], asked)).toEqual(['active', 'hidden']);
  });
});

describe('comparing departments', () => {
  it('finds the new, the renamed, the moved, the removed and the returned', () => {
    const known = [
      knownDepartment('1'),
      knownDepartment('2', { parentKey: '1' }),
      knownDepartment('3', { parentKey: '1' }),
      knownDepartment('4', { removed: true }),
      knownDepartment('5', { removed: true }),
      knownDepartment('6', { directoryAt: since }),
    ];
    const found = [
      { key: '1', parentKey: null, name: '部门1', position: 0 },
      { key: '2', parentKey: '1', name: '改名', position: 0 },
      { key: '4', parentKey: '1', name: '部门4', position: 0 },
      { key: '7', parentKey: '1', name: '部门7', position: 0 },
    ];
    expect(diffDepartments(known, found, asked).map(({ kind, key }) => [kind, key])).toEqual([
      ['department_changed', '2'],
      ['department_added', '4'],
      ['department_added', '7'],
      ['department_removed', '3'],
    ]);
  });
});

describe('the brake', () => {
  const company = (count: number): KnownPerson[] => Array.from({ length: count }, (_, n) => knownPerson(`p${n}`));
  const leaving = (known: KnownPerson[], count: number) =>
    diffPeople(
      known,
      known.slice(count).map(({ account }) => facts(account)),
      new Map(known.slice(0, count).map((one) => [one.account, 'left' as const])),
      asked,
    );

  it.each([
    [100, 10, false],
    [100, 11, true],
    [1000, 20, false],
    [1000, 21, true],
    [10, 1, false],
    [9, 1, true],
    [5, 0, false],
  ])('of %i active people, %i leaving at once: stops %s', (active, count, stops) => {
    const known = company(active);
    expect(brakeNote(known, leaving(known, count)) !== null).toBe(stops);
  });

  it('counts disabled and hidden people like leavers, and nobody who was inactive before', () => {
    const known = [
      ...company(20),
      ...Array.from({ length: 40 }, (_, n) => knownPerson(`d${n}`, { state: 'disabled' as const })),
    ];
    const fates = new Map(known.slice(20).map((one) => [one.account, 'left' as const]));
    const found = known.slice(0, 20).map(({ account }) => facts(account));
    expect(brakeNote(known, diffPeople(known, found, fates, asked))).toBeNull();
    const disabled = found.map((one, n) => (n < 3 ? { ...one, state: 'disabled' as const } : one));
    expect(brakeNote(known, diffPeople(known, disabled, fates, asked))).toContain('3 人');
  });

  it('lets any number of people join', () => {
    expect(brakeNote([], diffPeople([], company(5000), new Map(), asked))).toBeNull();
  });
});
