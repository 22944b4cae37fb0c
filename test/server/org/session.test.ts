import { describe, expect, it } from 'vitest';
import { getMe, logOut } from '../../../server/contract/session.ts';
import { sessionCookie } from '../../../server/kernel/http.ts';
import { ChatError } from '../../../server/ports/chat.ts';
import { useWorld } from '../../support/world.ts';

const world = useWorld();

/** Follows the login as a browser would, with the cookies it was given. */
const logIn = async (
  account: string,
  to = '/customers',
): Promise<{ location: string; session: string | undefined }> => {
  const start = await world.request(`/auth/wecom?to=${encodeURIComponent(to)}`, {
    headers: { 'user-agent': 'wxwork/4.1' },
  });
  const browser = start.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const state = new URL(start.headers.get('location') ?? '').searchParams.get('state');
  const end = await world.request(`/auth/wecom/callback?code=account:${account}&state=${state}`, {
    headers: { cookie: browser },
  });
  const session = end.headers
    .getSetCookie()
    .find((one) => one.startsWith(sessionCookie))
    ?.split(';')[0];
  return { location: end.headers.get('location') ?? '', session };
};

describe('logging in', () => {
  it('leads an active employee to where they wanted to go, with a session of their own', async () => {
    const { alice } = await world.company.standard();
    await world.kernel.db('people').where({ id: alice }).update({ account: 'alice' });
    const { location, session } = await logIn('alice');
    expect(location).toBe('/customers');
    const me = await (await world.request('/api/session', { headers: { cookie: session ?? '' } })).json();
    expect(me).toMatchObject({
      id: alice,
      name: '李一',
      permissions: ['crm.use'],
      scope: 'subordinates',
      isLeader: false,
    });
  });

  it('never leads out of the application', async () => {
    await world.company.standard();
    for (const to of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/auth/wecom',
      'javascript:alert(1)',
    ]) {
      expect((await logIn('boss', to)).location).toBe('/');
    }
  });

  it('refuses a state that was used before or belongs to another browser', async () => {
    await world.company.standard();
    const start = await world.request('/auth/wecom');
    const browser = start.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state');
    const come = (cookie: string) =>
      world.request(`/auth/wecom/callback?code=account:boss&state=${state}`, { headers: { cookie } });
    expect((await come('crm_browser=other')).headers.get('location')).toBe('/login-failed?reason=state');
    expect((await come(browser)).headers.get('location')).toBe('/');
    expect((await come(browser)).headers.get('location')).toBe('/login-failed?reason=state');
  });

  it('that the platform cannot answer ends in words and a way to try again, not in a fault', async () => {
    await world.company.standard();
    world.platform.failures.push(new ChatError('unreachable', 'timeout', 'no answer'));
    expect((await logIn('boss')).location).toBe('/login-failed?reason=platform');
  });

  it('turns away people who are unknown, disabled or gone', async () => {
    const { alice } = await world.company.standard();
    await world.kernel.db('people').where({ id: alice }).update({ account: 'alice', state: 'left' });
    expect((await logIn('alice')).location).toBe('/login-failed?reason=directory');
    expect((await logIn('nobody')).location).toBe('/login-failed?reason=directory');
  });
});

describe('a session', () => {
  it('is needed', async () => {
    expect(await world.call(null, getMe)).toMatchObject({ status: 401, problem: { code: 'session.required' } });
  });

  it('ends at once when the person leaves', async () => {
    const { alice } = await world.company.standard();
    expect((await world.call(alice, getMe)).ok).toBe(true);
    await world.kernel.db('people').where({ id: alice }).update({ state: 'left' });
    expect((await world.call(alice, getMe)).status).toBe(401);
  });

  it('ends when the person logs out, and only from our own pages', async () => {
    const { alice } = await world.company.standard();
    const cookie = `${sessionCookie}=${await world.sessionOf(alice)}`;
    expect((await world.call(null, logOut, {}, { cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect((await world.call(null, logOut, {}, { cookie })).status).toBe(200);
    expect((await world.call(null, getMe, {}, { cookie })).status).toBe(401);
  });
});
