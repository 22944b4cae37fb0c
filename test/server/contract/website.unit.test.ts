import { expect, it } from 'vitest';
import { website } from '../../../server/contract/customers.ts';

it.each([
  ['www.example.com', 'https://www.example.com'],
  [' example.com:8080/about?from=1 ', 'https://example.com:8080/about?from=1'],
  ['http://example.com', 'http://example.com'],
])('keeps %s as an address one can open', (typed, kept) => {
  expect(website.parse(typed)).toBe(kept);
});

it.each(['javascript:alert(1)', 'ftp://example.com', '没有', 'example', '', `example.com/${'x'.repeat(200)}`])(
  'refuses %s',
  (typed) => {
    expect(website.safeParse(typed).success).toBe(false);
  },
);
