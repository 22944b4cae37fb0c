import { expect, it } from 'vitest';
import { isDatabaseAway, isRetryable } from '../../../server/kernel/database.ts';
import { toResponse } from '../../../server/kernel/refusal.ts';

const failure = (values: { code?: string; errno?: number; name?: string }, message = ''): Error =>
  Object.assign(new Error(message), values);

it.each([
  ['too many connections', failure({ code: 'ER_CON_COUNT_ERROR', errno: 1040 })],
  ['no room on its disk', failure({ errno: 1114 }, "The table 'follow_ups' is full")],
  ['no room for its log', failure({ errno: 1026 }, "Error writing file 'binlog' (Errcode: 28)")],
  [
    'no room for a temporary table',
    failure({ errno: 1 }, 'Can\'t create/write to file (Errcode: 28 "No space left on device")'),
  ],
  ['shutting down', failure({ errno: 1053 })],
  ['a node outside its cluster', failure({ errno: 1047 })],
  ['nobody there', failure({ code: 'ECONNREFUSED' })],
  ['silent', failure({ code: 'ETIMEDOUT' })],
  ['no connection free', failure({ name: 'KnexTimeoutError' })],
])('a database with %s is unavailable, not a fault of ours', (_, error) => {
  expect(isDatabaseAway(error)).toBe(true);
  expect(toResponse(error, 't').body).toMatchObject({ status: 503, code: 'system.unavailable' });
});

it('a wrong statement is a fault of ours', () => {
  const error = failure({ code: 'ER_PARSE_ERROR', errno: 1064 }, 'You have an error in your SQL syntax');
  expect([isDatabaseAway(error), isRetryable(error)]).toEqual([false, false]);
  expect(toResponse(error, 't')).toMatchObject({ unexpected: true, body: { status: 500 } });
});
