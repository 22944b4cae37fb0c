import { describe, expect, it } from 'vitest';

import { Gate } from '../../../../bot/platforms/wecom/api/gate.ts';
import { ChatError } from '../../../../server/ports/chat.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** 18:00 in Shanghai. */
const start = Date.UTC(2026, 0, 5, 10);

function createGate() {
  const clock = { ms: start, now: () => new Date(clock.ms) };
  return { gate: new Gate(clock), clock };
}

async function failure(work: Promise<unknown>): Promise<ChatError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ChatError)) throw new Error('it did not fail with a ChatError');
  return error;
}

describe('the gate before a path', () => {
  it('lets five calls run at a time and the others follow', async () => {
    const { gate } = createGate();
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
    };
    await Promise.all(Array.from({ length: 23 }, () => gate.run('/a', work)));
    expect([most, running]).toEqual([5, 0]);
  });

  it('gives its place back when a call fails', async () => {
    const { gate } = createGate();
    const fail = () => gate.run('/a', () => Promise.reject(new Error('no')));
    await Promise.allSettled(Array.from({ length: 12 }, fail));
    await expect(gate.run('/a', () => Promise.resolve('yes'))).resolves.toBe('yes');
  });

  it('stays closed for the window after a frequency refusal, for that key alone', async () => {
    const { gate, clock } = createGate();
    expect(gate.block('/cgi-bin/message/send', '/cgi-bin/message/send')).toBe(MINUTE);
    clock.ms += MINUTE - 1000;
    const error = await failure(gate.run('/cgi-bin/message/send', () => Promise.resolve()));
    expect([error.code, error.platformCode, error.retryAfterMs]).toEqual(['rate_limited', '45009', 1000]);
    await expect(gate.run('/cgi-bin/user/get', () => Promise.resolve('yes'))).resolves.toBe('yes');
    clock.ms += 1000;
    await expect(gate.run('/cgi-bin/message/send', () => Promise.resolve('yes'))).resolves.toBe('yes');
  });

  it('takes the next longer window when the last was waited out in vain, up to midnight in Shanghai', () => {
    const { gate, clock } = createGate();
    const path = '/cgi-bin/user/get';
    clock.ms += gate.block(path, path) + 1;
    const second = gate.block(path, path);
    expect(second).toBe(HOUR);
    clock.ms += second + 1;
    const third = gate.block(path, path);
    expect(new Date(clock.ms + third).toISOString()).toBe('2026-01-05T16:00:00.000Z');
  });

  it('does not take parallel refusals for a longer window', () => {
    const { gate, clock } = createGate();
    gate.block('/cgi-bin/user/get', '/cgi-bin/user/get');
    clock.ms += 200;
    expect(gate.block('/cgi-bin/user/get', '/cgi-bin/user/get')).toBe(MINUTE);
  });

  it('starts with a minute again after a quiet time', () => {
    const { gate, clock } = createGate();
    gate.block('/cgi-bin/user/get', '/cgi-bin/user/get');
    clock.ms += 10 * MINUTE;
    expect(gate.block('/cgi-bin/user/get', '/cgi-bin/user/get')).toBe(MINUTE);
  });

  it.each([
    ['/cgi-bin/webhook/send', MINUTE],
    ['/cgi-bin/get_jsapi_ticket', HOUR],
    ['/cgi-bin/ticket/get', HOUR],
    ['/cgi-bin/gettoken', HOUR],
  ])('knows the only window of %s', (path, expected) => {
    const { gate, clock } = createGate();
    expect(gate.block(path, path)).toBe(expected);
    clock.ms += expected + 1;
    expect(gate.block(path, path)).toBe(expected);
  });
});
