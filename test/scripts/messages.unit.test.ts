import { expect, test } from 'vitest';
import { Failure, explain } from '../../scripts/lib/failure.mjs';
import * as failures from '../../scripts/lib/failures.mjs';
import { ensureNode, isOlder } from '../../scripts/lib/node-version.mjs';

const samples = [
  failures.oldNode('18.2.0', '20.19.0'),
  failures.portTaken(8080, 'PORT'),
  failures.badPort('abc', 'PORT'),
  failures.samePort(8080),
  failures.unusableFolder('/srv/crm', 'EACCES'),
  failures.diskFull('/srv/crm', 12, 800),
  failures.wrongDatabasePassword('crm', 'db:3306'),
  failures.unreachableDatabase('db:3306', 'ECONNREFUSED'),
  failures.noMariadb(),
  failures.alreadyRunning('/srv/crm', 42),
  failures.childDied('server', 'SIGKILL', '/srv/crm/server.log', 'last words'),
];

test.each(samples.map((failure) => [failure.message]))(
  'a refusal is Chinese first, then English in brackets: %s',
  (text) => {
    const lines = text.split('\n');
    expect(lines[0]).toMatch(/[\u4e00-\u9fff]/);
    expect(lines.some((line) => /^\([A-Za-z].*\.\)$/.test(line) && !/[\u4e00-\u9fff]/.test(line))).toBe(true);
    expect(text).not.toMatch(/[!\uff01]/);
  },
);

test('a foreseen refusal is shown without a stack, a surprise with one', () => {
  expect(explain(new Failure('甲', 'a'))).toBe('甲\n(a)');
  expect(explain(new Error('b'))).toContain('messages.unit.test');
});

test('without MariaDB and without root all three ways out are named', () => {
  const { message } = failures.noMariadb();
  for (const way of ['apt-get install', 'docker run', 'DATABASE_URL=']) expect(message).toContain(way);
});

test('a Node.js older than 20.19 is refused, number by number', () => {
  expect(isOlder('20.9.0', '20.19.0')).toBe(true);
  expect(isOlder('20.19.0', '20.19.0')).toBe(false);
  expect(isOlder('22.1.0', '20.19.0')).toBe(false);
  expect(() => ensureNode('18.20.4')).toThrow('18.20.4');
  expect(() => ensureNode()).not.toThrow();
});
