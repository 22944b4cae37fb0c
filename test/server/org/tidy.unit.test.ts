import { describe, expect, it } from 'vitest';
import { tidyDepartments, tidyPeople } from '../../../server/modules/org/directory-sync/tidy.ts';
import { department, person } from './directory-facts.ts';

const tree = tidyDepartments([department('1'), department('2', '1'), department('3', '1')]);
const one = (given: Parameters<typeof tidyPeople>[0]) => tidyPeople(given, tree).people;

describe('departments of the directory', () => {
  it('with a parent that is not there stand at the top, and it is said', () => {
    const { departments, skipped } = tidyDepartments([department('1'), department('5', '99')]);
    expect(departments.find((given) => given.key === '5')?.parentKey).toBeNull();
    expect(skipped).toEqual([{ key: '5', name: '部门5', why: expect.stringContaining('99') as string }]);
  });

  it('that contain each other are cut once, and what hangs below stays there', () => {
    const given = [department('1', '2'), department('2', '3'), department('3', '1'), department('4', '3')];
    const { departments, skipped } = tidyDepartments(given);
    expect(departments.map((found) => [found.key, found.parentKey])).toEqual([
      ['1', null],
      ['2', '3'],
      ['3', '1'],
      ['4', '3'],
    ]);
    expect(skipped.map((found) => found.key)).toEqual(['1']);
  });

  it('below one that contains itself keep their place', () => {
    const { departments, skipped } = tidyDepartments([department('4', '3'), department('3', '3')]);
    expect(departments.map((found) => found.parentKey)).toEqual(['3', null]);
    expect(skipped.map((found) => found.key)).toEqual(['3']);
  });
});

describe('people of the directory', () => {
  it('listed by several departments in several spellings are one person with all of them', () => {
    const departments = [{ key: '2', leads: false }];
    const found = one([person('ZhangSan', '3'), person('zhangsan', '2', { departments, mainDepartmentKey: '2' })]);
    expect(found).toMatchObject([
      {
        account: 'zhangsan',
        mainDepartmentKey: '2',
        departments: [
          { key: '2', leads: false },
          { key: '3', leads: false },
        ],
      },
    ]);
  });

  it('lose departments nobody may see, and a main department among them', () => {
    const departments = [
      { key: '2', leads: true },
      { key: '77', leads: true },
    ];
    const [found] = one([person('a', '2', { departments, mainDepartmentKey: '77' })]);
    expect(found).toMatchObject({ departments: [{ key: '2', leads: true }], mainDepartmentKey: '2' });
  });

  it('lead what their department says they lead', () => {
    const leaders = tidyDepartments([{ ...department('1'), leaders: ['Boss'] }, department('2', '1')]);
    const { people } = tidyPeople([person('boss', '2')], leaders);
    expect(people[0]?.departments).toEqual([
      { key: '1', leads: true },
      { key: '2', leads: false },
    ]);
  });

  it('do not report to themselves, whatever the case', () => {
    expect(one([person('a', '1', { directLeader: 'A' })])[0]?.directLeader).toBeNull();
    expect(one([person('a', '1', { directLeader: 'Boss' })])[0]?.directLeader).toBe('boss');
  });

  it('who have not opened the chat client yet work here all the same', () => {
    expect(one([person('a', '1', { state: 'not_activated' })])[0]?.state).toBe('active');
  });

  it('with an account nobody can use are skipped, and it is said', () => {
    const { people, skipped } = tidyPeople([person('x'.repeat(65), '1'), person('ok', '1')], tree);
    expect(people.map((found) => found.account)).toEqual(['ok']);
    expect(skipped).toHaveLength(1);
  });
});
