import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { signPage } from '../../../../bot/platforms/wecom/page-signature.ts';
import { type JsSignatureVerdict } from '../../../../simulator/control/types.ts';
import { createMemorySecrets } from '../../../support/memory-secrets.ts';
import { failureOf, startTenant, type Tenant } from './tenant.ts';

const agents = {
  phone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 wxwork/4.1.30 MicroMessenger/7.0.1',
  desktop: 'Mozilla/5.0 (Windows NT 10.0) Chrome/107.0 Safari/537.36 Language/zh wxwork/4.1.10 (MicroMessenger/6.2)',
  wechat: 'Mozilla/5.0 (iPhone) MicroMessenger/8.0.49 Language/zh_CN',
  browser: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/138.0 Safari/537.36',
};

describe('login', () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await startTenant();
  });
  afterEach(() => tenant.close());

  const redirectUrl = () => `${tenant.simulator.world.state.settings.appUrl}/auth/wecom/callback?from=a&b=c`;

  /** Where the platform sends the browser of this person. */
  async function visit(address: string, headers: Record<string, string> = {}): Promise<URL> {
    const response = await fetch(address, { redirect: 'manual', headers });
    const location = response.headers.get('location');
    if (!location) throw new Error(`no redirect: ${await response.text()}`);
    return new URL(location);
  }

  async function visitInside(headers: Record<string, string>): Promise<URL> {
    const { login } = tenant.platform;
    return visit(login.authorizeUrl({ surface: 'inside', redirectUrl: redirectUrl(), state: 'abc123' }), headers);
  }

  it('inside the client is silent and gives an account for a code, once', async () => {
    const back = await visitInside({ 'x-simulator-userid': 'wanglei' });
    expect(back.searchParams.get('state')).toBe('abc123');
    expect(back.searchParams.get('from')).toBe('a');
    const code = back.searchParams.get('code') ?? '';
    await expect(tenant.platform.login.exchange(code)).resolves.toEqual({ account: 'wanglei' });
    await expect(tenant.platform.login.exchange(code)).resolves.toBe('code_used');
  });

  it('takes no code after five minutes, no made-up code and no missing one', async () => {
    const code = (await visitInside({ 'x-simulator-userid': 'wanglei' })).searchParams.get('code') ?? '';
    await tenant.control('POST', 'clock', { advanceSeconds: 301 });
    const { login } = tenant.platform;
    await expect(login.exchange(code)).resolves.toBe('code_used');
    await expect(login.exchange('made-up')).resolves.toBe('code_used');
    await expect(login.exchange('')).resolves.toBe('code_used');
  });

  it('knows a customer for an outsider', async () => {
    const external = tenant.simulator.world.state.externals[0]?.externalUserid ?? '';
    const back = await visitInside({ 'x-simulator-external-userid': external });
    await expect(tenant.platform.login.exchange(back.searchParams.get('code') ?? '')).resolves.toBe('outsider');
  });

  it('names a member outside the visible range; whether they may come in is not decided here', async () => {
    await tenant.control('PUT', 'visible-range', { departmentIds: [4], userids: [] });
    const back = await visitInside({ 'x-simulator-userid': 'wanglei' });
    const visitor = await tenant.platform.login.exchange(back.searchParams.get('code') ?? '');
    expect(visitor).toEqual({ account: 'wanglei' });
  });

  it('in a desktop browser shows the QR page of the app', async () => {
    const { login } = tenant.platform;
    const address = new URL(login.authorizeUrl({ surface: 'browser', redirectUrl: redirectUrl(), state: 'xyz789' }));
    expect(address.pathname).toBe('/wwlogin/sso/login');
    expect((await fetch(address)).status).toBe(200);
    const scan = new URL(address);
    scan.pathname = '/wwlogin/sso/scan';
    scan.searchParams.set('userid', 'linwanqing');
    const code = (await visit(scan.href)).searchParams.get('code') ?? '';
    await expect(login.exchange(code)).resolves.toEqual({ account: 'linwanqing' });
  });

  it('completes a mere host and leaves a full address as it is', () => {
    const input = { redirectUrl: 'https://crm.example.com/a?b=1', state: 's1' };
    const platform = tenant.createPlatform({
      oauthUrl: 'https://open.weixin.qq.com',
      loginUrl: 'https://gateway.example/sso/wecom',
    });
    const inside = platform.login.authorizeUrl({ surface: 'inside', ...input });
    expect(inside).toBe(
      'https://open.weixin.qq.com/connect/oauth2/authorize?appid=ww5a3c9e7f1b2d4860&redirect_uri=https%3A%2F%2Fcrm.example.com%2Fa%3Fb%3D1&response_type=code&scope=snsapi_base&state=s1&agentid=1000002#wechat_redirect',
    );
    const browser = platform.login.authorizeUrl({ surface: 'browser', ...input });
    expect(browser.startsWith('https://gateway.example/sso/wecom?login_type=CorpApp&')).toBe(true);
  });

  it('tells the client from other browsers by its name', () => {
    const inside = Object.entries(agents).filter(([, agent]) => tenant.platform.login.isInside(agent));
    expect(inside.map(([name]) => name)).toEqual(['phone', 'desktop']);
  });

  it('says when the platform cannot be asked', async () => {
    await tenant.fault({ path: '/cgi-bin/auth/getuserinfo', httpStatus: 500 });
    expect((await failureOf(tenant.platform.login.exchange('code'))).code).toBe('unreachable');
  });

  it('signs a page twice, each with its own ticket, fetched once', async () => {
    const url = 'https://crm.example.com/customers?id=7&tab=log';
    const { corp, agent, corpId, agentId } = await tenant.platform.login.signPage(`${url}#top`);
    expect([corpId, agentId]).toEqual(['ww5a3c9e7f1b2d4860', '1000002']);
    const verdict = (signature: typeof corp, kind: 'corp' | 'agent') =>
      tenant.control<JsSignatureVerdict>('POST', 'jssdk/verify', { url, ...signature, kind });
    expect((await verdict(corp, 'corp')).errcode).toBe(0);
    expect((await verdict(agent, 'agent')).errcode).toBe(0);
    expect((await verdict(corp, 'agent')).errcode).not.toBe(0);
    await tenant.createPlatform().login.signPage('https://crm.example.com/');
    expect(await tenant.requests('/cgi-bin/get_jsapi_ticket')).toHaveLength(1);
    expect(await tenant.requests('/cgi-bin/ticket/get')).toHaveLength(1);
  });

  it('takes a new ticket when the platform clock passed the end of the old one', async () => {
    const secrets = createMemorySecrets({ now: () => new Date() });
    const { login } = tenant.createPlatform({}, { secrets });
    const url = 'https://crm.example.com/';
    await login.signPage(url);
    await tenant.control('POST', 'clock', { advanceSeconds: 3 * 3600 });
    const { corp, agent } = await login.signPage(url);
    for (const signed of [
      { ...corp, kind: 'corp' },
      { ...agent, kind: 'agent' },
    ]) {
      await expect(tenant.control('POST', 'jssdk/verify', { url, ...signed })).resolves.toMatchObject({ errcode: 0 });
    }
  });
});

describe('the signature of a page', () => {
  it.each([
    [
      'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
      'Wm3WZYTPz0wzccnW',
      1414587457,
      'http://mp.weixin.qq.com?params=value',
      '0f9de62fce790f9a083d5c99e95740ceb90c27ed',
    ],
    [
      'TICKET_TEST_0001',
      'abc123XYZ',
      1700000000,
      'https://crm.example.com/h5/customers?id=7&tab=log',
      'dc2b06d5e3be0bdb4fb61ddea21f9cf47fee968a',
    ],
  ])('is the golden one for %s', (ticket, nonceStr, timestamp, url, signature) => {
    expect(signPage(url, ticket, timestamp, nonceStr)).toEqual({ timestamp, nonceStr, signature });
    expect(signPage(`${url}#part`, ticket, timestamp, nonceStr).signature).toBe(signature);
  });
});
