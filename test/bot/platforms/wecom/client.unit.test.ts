import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createMemorySecrets } from '../../../support/memory-secrets.ts';
import { failureOf, startTenant, type Tenant } from './tenant.ts';

const SEND = '/cgi-bin/message/send';
const hello = { type: 'text', text: '你好' } as const;
const wang = { kind: 'person', account: 'wanglei' } as const;

describe('the client', () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await startTenant();
  });
  afterEach(() => tenant.close());

  const send = (text = '你好') => tenant.platform.chat.send(wang, { type: 'text', text });
  const tokensFetched = async () => (await tenant.requests('/cgi-bin/gettoken')).length;

  it('fetches one token for many calls at once, also from two clients that share their secrets', async () => {
    const other = tenant.createPlatform();
    const sends = Array.from({ length: 20 }, (_, n) => (n % 2 ? send(`第${n}条`) : other.chat.send(wang, hello)));
    await Promise.all(sends);
    expect(await tokensFetched()).toBe(1);
  });

  it.each(['invalid', 'expired'])('replaces a token that became %s, once for everybody, and goes on', async (as) => {
    await send();
    await tenant.control('POST', 'tokens/revoke', { as });
    await Promise.all(Array.from({ length: 8 }, (_, n) => send(`第${n}条`)));
    expect(await tokensFetched()).toBe(2);
    const codes = (await tenant.requests(SEND)).map((each) => each.errcode);
    expect(codes.filter((code) => code === 0)).toHaveLength(9);
  });

  it('gives up after one replaced token', async () => {
    await tenant.fault({ path: SEND, errcode: 40014 });
    const error = await failureOf(send());
    expect([error.code, error.platformCode]).toEqual(['busy', '40014']);
    expect(await tenant.requests(SEND)).toHaveLength(2);
  });

  it.each([-1, 6000, 45033])('tries three times while the platform says %i', async (errcode) => {
    await tenant.fault({ path: SEND, errcode, times: 2 });
    await expect(send()).resolves.toHaveProperty('platformMessageId');
    await tenant.fault({ path: SEND, errcode });
    const error = await failureOf(send('再来'));
    expect([error.code, error.platformCode, error.isTransient]).toEqual(['busy', String(errcode), true]);
    expect(await tenant.requests(SEND)).toHaveLength(6);
  });

  it('stops calling a path that is over its frequency until the minute is over', async () => {
    await tenant.fault({ path: SEND, errcode: 45009, times: 1 });
    const first = await failureOf(send());
    expect([first.code, first.retryAfterMs]).toEqual(['rate_limited', 60_000]);
    const second = await failureOf(send());
    expect(second.code).toBe('rate_limited');
    expect(second.retryAfterMs).toBeGreaterThan(55_000);
    expect(await tenant.requests(SEND)).toHaveLength(1);
    await tenant.control('POST', 'clock', { advanceSeconds: 61 });
    await expect(send()).resolves.toHaveProperty('platformMessageId');
  });

  it.each([48002, 60020, 301002])('asks for a person to look at %i and does not try again', async (errcode) => {
    await tenant.fault({ path: SEND, errcode });
    const error = await failureOf(send());
    expect([error.code, error.platformCode, error.isTransient]).toEqual(['misconfigured', String(errcode), false]);
    expect(await tenant.requests(SEND)).toHaveLength(1);
  });

  it("keeps the platform's own words, with the address it saw", async () => {
    await tenant.control('PATCH', 'settings', { ipAllowList: ['203.0.113.9'] });
    const error = await failureOf(send());
    expect([error.code, error.platformCode]).toEqual(['misconfigured', '60020']);
    expect(error.platformMessage).toContain('127.0.0.1');
  });

  it('does not hammer the token address when the secret is refused', async () => {
    const wrong = tenant.createPlatform({ agentSecret: 'another secret' });
    const errors = [await failureOf(wrong.chat.send(wang, hello)), await failureOf(wrong.chat.send(wang, hello))];
    expect(errors.map((error) => [error.code, error.platformCode])).toEqual([
      ['misconfigured', '40001'],
      ['misconfigured', '40001'],
    ]);
    expect(await tokensFetched()).toBe(1);
  });

  it('says when the app was switched off', async () => {
    await tenant.control('PATCH', 'settings', { appDisabled: true });
    expect((await failureOf(send())).platformCode).toBe('50003');
  });

  it('does not send twice on a broken connection, but reads again', async () => {
    await send('先拿令牌');
    await tenant.fault({ path: SEND, drop: true });
    const error = await failureOf(send());
    expect([error.code, error.platformCode]).toEqual(['unreachable', 'network']);
    expect(await tenant.requests(SEND)).toHaveLength(2);
    await tenant.fault({ path: '/cgi-bin/user/get', httpStatus: 502, times: 2 });
    await expect(tenant.platform.directory.findPerson('wanglei')).resolves.toMatchObject({ name: '王磊' });
  });

  it('names the HTTP status it could not use', async () => {
    await send('先拿令牌');
    await tenant.fault({ path: SEND, httpStatus: 503 });
    const error = await failureOf(send());
    expect([error.code, error.platformCode]).toEqual(['unreachable', 'http_503']);
  });

  it('never mentions credentials in an error', async () => {
    const gone = await startTenant();
    await gone.close();
    const platform = tenant.createPlatform({ apiUrl: gone.simulator.url });
    const error = await failureOf(platform.chat.send(wang, hello));
    expect([error.code, error.platformMessage]).toEqual(['offline', 'ECONNREFUSED']);
    expect(`${error.message}${error.stack}`).not.toMatch(/corpsecret|demoAgentSecret/);
  });

  it('records every call by path and code', async () => {
    const calls: string[] = [];
    const platform = tenant.createPlatform({}, { onCall: ({ path, code }) => calls.push(`${path} ${code}`) });
    await tenant.fault({ path: SEND, errcode: -1, times: 1 });
    await platform.chat.send(wang, hello);
    expect(calls).toEqual(['/cgi-bin/gettoken 0', `${SEND} -1`, `${SEND} 0`]);
  });
});

describe('an answer that is not what the documents promise', () => {
  it.each([
    ['HTML', '<html>bad gateway</html>'],
    ['JSON without an errcode', '{"hello":1}'],
    ['an errcode that is text', '{"errcode":"0"}'],
    ['a token answer without a token', '{"errcode":0,"errmsg":"ok","expires_in":7200}'],
    ['a token without an end', '{"errcode":0,"errmsg":"ok","access_token":"T"}'],
  ])('is refused as malformed: %s', async (_what, text) => {
    const tenant = await startTenant();
    const http = () => Promise.resolve(new Response(text, { status: 200 }));
    const secrets = createMemorySecrets(tenant.clock);
    const error = await failureOf(tenant.createPlatform({}, { http, secrets }).chat.send(wang, hello));
    expect([error.code, error.platformCode]).toEqual(['rejected', 'malformed']);
    await tenant.close();
  });

  it('and a call without an answer ends after its time', async () => {
    const tenant = await startTenant();
    const http: typeof fetch = (_url, init) =>
      new Promise((_resolve, reject) => {
        expect(init?.signal).toBeInstanceOf(AbortSignal);
        reject(new DOMException('The operation timed out', 'TimeoutError'));
      });
    const secrets = createMemorySecrets(tenant.clock);
    const error = await failureOf(tenant.createPlatform({}, { http, secrets }).chat.send(wang, hello));
    expect([error.code, error.platformCode]).toEqual(['unreachable', 'timeout']);
    await tenant.close();
  });
});
