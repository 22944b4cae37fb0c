import { describe, expect, it } from 'vitest';
import { draftRows } from '../../../server/modules/imports/draft.ts';
import { readMapping } from '../../../server/modules/imports/mapping.ts';
import { parentsFirst } from '../../../server/modules/imports/parents-first.ts';
import { sheetOf } from '../../../server/modules/imports/sheet.ts';

const customers = (fields: object, more: object = {}) => ({
  file: 'c.csv',
  kind: 'customer',
  key: 'id',
  fields: { name: 'name', owner: { value: '张三' }, ...fields },
  ...more,
});
const draft = (tables: Record<string, string[][]>, ...files: { file: string }[]) => {
  const mapping = readMapping({ source: 'old', files });
  const sheets = new Map(mapping.files.map((file) => [file, sheetOf(file.file, tables[file.file] ?? [])]));
  const [first] = mapping.files;
  if (!first) throw new Error('no file');
  return draftRows(mapping, first, sheets);
};
const valuesOf = (result: ReturnType<typeof draft>, field: string) => result.drafts.map((one) => one.values[field]);

describe('the rows of a sheet', () => {
  it('become values by column, correction, words, bounds, template and default', () => {
    const fields = {
      industry: { column: 'sector', values: { tech: '电子' } },
      size: { column: 'heads', upTo: [{ bound: 19, value: 'micro' }, { value: 'huge' }] },
      note: { template: '成立于 {year} 年 {city}' },
      level: { column: 'level', otherwise: 'd' },
    };
    const header = ['id', 'name', 'sector', 'heads', 'year', 'city', 'level'];
    const rows = [
      ['1', '海川', 'tehc', '19', '1996', '', ''],
      ['2', '长风', '钢铁', '2,000', '2001', '上海', 'a'],
    ];
    const result = draft(
      { 'c.csv': [header, ...rows] },
      customers(fields, { corrections: { sector: { tehc: 'tech' } } }),
    );
    expect(valuesOf(result, 'industry')).toEqual(['电子', '钢铁']);
    expect(valuesOf(result, 'size')).toEqual(['micro', 'huge']);
    expect(valuesOf(result, 'note')).toEqual(['成立于 1996 年', '成立于 2001 年 上海']);
    expect(valuesOf(result, 'level')).toEqual(['d', 'a']);
  });

  it('are refused without a key, with the key of an earlier row, or without what is required', () => {
    const rows = [
      ['1', '海川'],
      ['', '长风'],
      ['1', '远山'],
      ['4', ''],
    ];
    const { drafts, refused } = draft({ 'c.csv': [['id', 'name'], ...rows] }, customers({}));
    expect(drafts.map((one) => one.row.number)).toEqual([2]);
    expect(refused.map(({ row, refusal }) => [row.number, refusal.message])).toEqual([
      [3, '缺少标识(id)'],
      [4, '与第 2 行的标识「1」重复'],
      [5, '缺少客户名称'],
    ]);
  });

  it('give an owner by who has most rows in another file, the first by name between equals', () => {
    const deals = [
      ['海川', '李四'],
      ['海川', '王五'],
      ['海川', '王五'],
      ['长风', 'b'],
      ['长风', 'a'],
    ];
    const owner = { column: 'name', busiest: { file: 'd.csv', column: 'of', person: 'by' }, otherwise: '总监' };
    const deal = { file: 'd.csv', kind: 'opportunity', key: 'of', fields: { name: 'of', owner: 'by' } };
    const rows = [
      ['1', '海川'],
      ['2', '长风'],
      ['3', '远山'],
    ];
    const result = draft(
      { 'c.csv': [['id', 'name'], ...rows], 'd.csv': [['of', 'by'], ...deals] },
      customers({ owner }),
      deal,
    );
    expect(valuesOf(result, 'owner')).toEqual(['王五', 'a', '总监']);
  });

  it('come after the row they name as their parent, by key or name; circles are refused', () => {
    const rows = [
      ['1', '孙', '子'],
      ['2', '子', '9'],
      ['9', '父', ''],
      ['4', '别家', '库里的'],
      ['5', '甲', '乙'],
      ['6', '乙', '甲'],
    ];
    const { drafts } = draft({ 'c.csv': [['id', 'name', 'up'], ...rows] }, customers({ parent: 'up' }));
    const { levels, refused } = parentsFirst(drafts, 'parent');
    expect(levels.map((level) => level.map((one) => one.key))).toEqual([['9', '4'], ['2'], ['1']]);
    expect(refused.map(({ row }) => row.number)).toEqual([6, 7]);
  });
});
