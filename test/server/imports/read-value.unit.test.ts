import { describe, expect, it } from 'vitest';
import type { FieldType } from '../../../server/modules/imports/field.ts';
import { readValue } from '../../../server/modules/imports/read-value.ts';

const read = (type: FieldType, text: string, source: object = {}) =>
  readValue('f', { label: '字段', type }, text, source, ['yyyy/M/d']);
const levels: FieldType = { is: 'choice', of: { a: '重点', b: '普通' } };

describe('the text of a cell', () => {
  it.each<[FieldType, string, object, unknown]>([
    [{ is: 'date' }, '2026/3/1', {}, '2026-03-01'],
    [{ is: 'date' }, '2026-03-01', {}, '2026-03-01'],
    [{ is: 'date' }, '20-10-16', { date: ['dd-MM-yy'] }, '2016-10-20'],
    [{ is: 'money' }, '1054', {}, 105_400],
    [{ is: 'money' }, '$1,054.50', {}, 105_450],
    [{ is: 'money' }, '¥36.8 万', {}, 36_800_000],
    [{ is: 'money' }, '2', { unit: 'wan' }, 2_000_000],
    [{ is: 'money' }, '0.29', {}, 29],
    [{ is: 'integer' }, '1,200', {}, 1200],
    [{ is: 'flag' }, '是', {}, true],
    [{ is: 'flag' }, 'No', {}, false],
    [levels, 'a', {}, 'a'],
    [levels, '普通', {}, 'b'],
    [{ is: 'text' }, ' x', {}, ' x'],
    [{ is: 'date' }, '', {}, null],
  ])('for %o: %s with %o is %o', (type, text, source, value) => {
    expect(read(type, text, source)).toBe(value);
  });

  it.each<[FieldType, string, string]>([
    [{ is: 'date' }, '31-12-17', '字段「31-12-17」不是可以识别的日期'],
    [{ is: 'date' }, '2026/2/30', '不是可以识别的日期'],
    [{ is: 'money' }, '-5', '不是可以识别的金额'],
    [{ is: 'money' }, '约 3 万', '不是可以识别的金额'],
    [{ is: 'integer' }, '1.5', '不是整数'],
    [{ is: 'flag' }, '也许', '不是「是」或「否」'],
    [levels, 'toString', '不在可选值中:重点、普通'],
  ])('for %o: %s is refused in words', (type, text, message) => {
    expect(() => read(type, text)).toThrow(message);
  });
});
