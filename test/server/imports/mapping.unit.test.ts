import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { columnsNeeded, readMapping } from '../../../server/modules/imports/mapping.ts';

const product = { file: 'p.csv', kind: 'product', key: 'id', fields: { name: 'name', listPrice: 'price' } };
const mappingOf = (change: object, more: object = {}) => ({
  source: 'old',
  files: [{ ...product, ...change }],
  ...more,
});

describe('a mapping', () => {
  it('of the example is sound', () => {
    const example = new URL('../../../examples/sales-pipeline/mapping.json', import.meta.url);
    expect(readMapping(JSON.parse(readFileSync(example, 'utf8'))).files).toHaveLength(4);
  });

  it('names every column its file must have: of keys, fields, templates and corrections', () => {
    const fields = { name: { template: '{brand} {model}' }, listPrice: 'price', unit: { value: '台' } };
    const mapping = readMapping(mappingOf({ fields, key: ['id', 'model'], corrections: { brand: { a: 'b' } } }));
    expect(mapping.files.map(columnsNeeded)).toEqual([['id', 'model', 'brand', 'price']]);
  });

  it.each<[string, object, string]>([
    ['an unknown field', mappingOf({ fields: { ...product.fields, colour: 'c' } }), '产品没有「colour」这个字段'],
    ['a field missing', mappingOf({ fields: { name: 'name' } }), 'files.0:产品必须有「listPrice」(标准价)'],
    ['an unknown kind', mappingOf({ kind: 'order' }), 'files.0.kind:应为 person、product'],
    ['an unknown setting', mappingOf({ colour: 'c' }), 'files.0:不认识 colour'],
    ['no key', mappingOf({ key: undefined }), 'files.0.key'],
    [
      'two sources of one field',
      mappingOf({ fields: { ...product.fields, unit: { column: 'u', value: '台' } } }),
      '「unit」须写明',
    ],
    [
      'the busiest of something that is no person',
      mappingOf({
        fields: { ...product.fields, series: { column: 's', busiest: { file: 'a', column: 'b', person: 'c' } } },
      }),
      '「series」的 busiest',
    ],
    ['no files', { source: 'old', files: [] }, 'files:至少一个文件'],
    ['no source', { files: [product] }, 'source:缺少这一项'],
  ])('is refused with %s, saying where', (_, input, message) => {
    expect(() => readMapping(input)).toThrow(message);
  });
});
