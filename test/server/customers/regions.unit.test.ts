import { expect, it } from 'vitest';
import { isRegion, regionName } from '../../../server/modules/customers/regions.ts';

it.each([
  ['320000', '江苏省'],
  ['320500', '江苏省苏州市'],
  ['310000', '上海市'],
  ['310100', '上海市'],
  ['999900', null],
  [null, null],
])('%s is called %s', (code, name) => expect(regionName(code)).toBe(name));

it('knows real codes only', () => {
  expect(['320000', '320500', '310100'].every(isRegion)).toBe(true);
  expect(['999900', '000000', 'constructor', '32'].some(isRegion)).toBe(false);
});
