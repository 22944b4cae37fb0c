import { describe, expect, it } from 'vitest';

import demoCompany from '../../simulator/demo-company.json' with { type: 'json' };
import { type OrgInput, readOrgFile } from '../../simulator/org/org-file.ts';
import { smallCompany } from './small-company.ts';

type File = OrgInput & Required<Pick<OrgInput, 'externalContacts' | 'groups'>>;
type Change = (file: File) => unknown;

function changed(change: Change) {
  const copy: File = structuredClone(smallCompany);
  change(copy);
  return copy;
}

describe('the org file', () => {
  it('of the demo company is sound and has the people its story needs', () => {
    const { people, groups, departments } = readOrgFile(demoCompany);
    expect(people.length).toBeGreaterThanOrEqual(24);
    expect(people.filter((each) => !each.directLeader).map((each) => each.userid)).toEqual(['zhangyuanhang']);
    expect(people.find((each) => each.position === '系统管理员')).toBeDefined();
    expect(groups.map((each) => [each.name, each.webhook, each.robotIn])).toEqual([
      ['华东销售群', true, true],
      ['公司经营日报群', true, true],
    ]);
    const led = new Set(people.flatMap((each) => each.leaderOf));
    expect(departments.filter((each) => !led.has(each.id)).map((each) => each.name)).toEqual([]);
  });

  it.each<[string, Change, string]>([
    [
      'a dangling parent',
      (file) => (file.departments[1] = { id: 2, parentId: 99, name: '销售部', order: 1 }),
      '上级 99 不存在',
    ],
    [
      'a circle of departments',
      (file) => (file.departments[1] = { id: 2, parentId: 3, name: '销售部', order: 1 }),
      '成环',
    ],
    ['two roots', (file) => file.departments.push({ id: 9, name: '另一家' }), '应恰好一个，现有 2 个'],
    [
      'a department id twice',
      (file) => file.departments.push({ id: 4, parentId: 1, name: '又一个', order: 1 }),
      'id 4 重复',
    ],
    [
      'a userid twice whatever its case',
      (file) => file.people.push({ userid: 'AMY', name: '甲', departments: [3] }),
      'userid amy 重复',
    ],
    [
      'a person in an unknown department',
      (file) => file.people.push({ userid: 'x', name: '甲', departments: [8] }),
      '部门 8 不存在',
    ],
    [
      'an unknown leader',
      (file) => file.people.push({ userid: 'x', name: '甲', departments: [3], directLeader: 'y' }),
      'directLeader y 不存在',
    ],
    [
      'leaders in a circle',
      (file) => Object.assign(file.people[0] ?? {}, { directLeader: 'amy' }),
      'directLeader 成环',
    ],
    [
      'leading a foreign department',
      (file) => Object.assign(file.people[2] ?? {}, { leaderOf: [4] }),
      'leaderOf 4 不在',
    ],
    [
      'a customer of nobody known',
      (file) => file.externalContacts[0]?.followers.push('ghost'),
      'followers ghost 不存在',
    ],
    ['a stranger in a group', (file) => file.groups[0]?.members.push('ghost'), '成员 ghost 不存在'],
    ['an unknown key', (file) => Object.assign(file.people[0] ?? {}, { phone: '1' }), 'people.0'],
    [
      'a userid with spaces',
      (file) => file.people.push({ userid: 'a b', name: '甲', departments: [3] }),
      'people.5.userid',
    ],
  ])('is refused with %s, naming the place', (_, change, message) => {
    expect(() => readOrgFile(changed(change))).toThrow(message);
  });
});
