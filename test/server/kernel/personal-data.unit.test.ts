import { expect, it } from 'vitest';
import { maskEmail, maskName, maskPhone, phoneDigits } from '../../../server/kernel/personal-data.ts';

it.each([
  ['+86 138-0000-0001', '13800000001'],
  ['0086 13800000001', '13800000001'],
  ['(021) 6888 0000', '02168880000'],
  ['８６１２', '8612'],
  ['', null],
  [null, null],
])('digits of %s', (phone, digits) => expect(phoneDigits(phone)).toBe(digits));

it('hides the middle of a phone number', () => {
  expect(maskPhone('13800000001')).toBe('138****0001');
  expect(maskPhone('021-12345678')).toBe('021****5678');
  expect(maskPhone('12345')).toBe('****45');
});

it('hides all but the first letter of an address and of a name', () => {
  expect(maskEmail('li.ming@example.com')).toBe('l****@example.com');
  expect(maskName('李明')).toBe('李*');
  expect(maskName('')).toBe('*');
});
