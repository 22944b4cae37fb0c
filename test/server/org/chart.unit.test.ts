import { describe, expect, it } from 'vitest';
import { indexChart, topLeaders, type ChartPerson } from '../../../server/modules/org/chart.ts';
import { maskMobile, spellName } from '../../../server/modules/org/person.ts';

const leader = (id: string, departmentId: string, active = true): ChartPerson => ({
  id,
  active,
  mainDepartmentId: departmentId,
  directLeaderId: null,
  departments: [{ id: departmentId, leads: true }],
});
const chartOf = (tree: [string, string | null][], people: ChartPerson[]) =>
  indexChart({
    departments: new Map(tree.map(([id, parentId]) => [id, { id, parentId, name: id }])),
    people: new Map(people.map((one) => [one.id, one])),
  });
const tree: [string, string | null][] = [
  ['1', null],
  ['2', '1'],
  ['3', '2'],
];

describe('leaders at the top', () => {
  it('are those of the highest department that has an active one', () => {
    expect(topLeaders(chartOf(tree, [leader('a', '1'), leader('b', '2')]))).toEqual(['a']);
    expect(topLeaders(chartOf(tree, [leader('a', '1', false), leader('b', '2'), leader('c', '3')]))).toEqual(['b']);
    expect(topLeaders(chartOf(tree, [leader('c', '3')]))).toEqual(['c']);
    expect(topLeaders(chartOf(tree, []))).toEqual([]);
  });

  it('are found below a parent out of sight and around a circle', () => {
    expect(topLeaders(chartOf([['2', '1']], [leader('b', '2')]))).toEqual(['b']);
    const circle: [string, string | null][] = [
      ['0', null],
      ['1', '0'],
      ['2', '1'],
      ['1', '2'],
    ];
    expect(topLeaders(chartOf(circle, []))).toEqual([]);
  });
});

describe('how a name is typed', () => {
  it.each([
    ['赵东', 'zhaodong', 'zd'],
    ['欧阳修', 'ouyangxiu', 'oyx'],
    ['单田芳', 'shantianfang', 'stf'],
    ['Anna Lee', 'annalee', 'al'],
    ['王A', 'wanga', 'wa'],
    ['', '', ''],
  ])('%s', (name, pinyin, initials) => {
    expect(spellName(name)).toEqual({ pinyin, initials });
  });

  it('fits its columns however long the name', () => {
    const spelled = spellName('张'.repeat(60));
    expect([spelled.pinyin.length, spelled.initials.length]).toEqual([120, 40]);
  });
});

describe('a masked mobile number', () => {
  it('keeps the ends of a long one and nothing of a short one', () => {
    expect(maskMobile('13812345678')).toBe('138****5678');
    expect(maskMobile('12345')).toBe('*****');
  });
});
