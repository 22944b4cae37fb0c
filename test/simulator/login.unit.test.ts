import { getJsApiSignature } from '@wecom/crypto';
import { describe, expect, it } from 'vitest';

import { demoCredentials } from '../../simulator/demo-credentials.ts';
import { type Rig, startSimulator } from './start-simulator.ts';

const appUrl = 'http://crm.example.com:8080';

function authorizeUrl({ simulator }: Rig, change: Record<string, string> = {}) {
  const query = new URLSearchParams({
    appid: demoCredentials.corpId,
    redirect_uri: `${appUrl}/auth/wecom/callback?from=home`,
    response_type: 'code',
    scope: 'snsapi_base',
    state: 'abc123',
    agentid: String(demoCredentials.agentId),
    ...change,
  });
  return `${simulator.url}/connect/oauth2/authorize?${query.toString()}`;
}

async function authorize(rig: Rig, change: Record<string, string> = {}, userid: string | null = 'amy') {
  const headers: Record<string, string> = userid ? { 'x-simulator-userid': userid } : {};
  const response = await fetch(authorizeUrl(rig, change), { redirect: 'manual', headers });
  const location = response.headers.get('location');
  return { text: await response.text(), location: location === null ? null : new URL(location) };
}

const exchange = (rig: Rig, code: string | null | undefined) => rig.get(`/cgi-bin/auth/getuserinfo?code=${code ?? ''}`);

describe('OAuth inside the client', () => {
  it('redirects with a single-use code and the state', async () => {
    const rig = await startSimulator({ appUrl });
    const { location } = await authorize(rig);
    expect(location?.href).toMatch(
      /^http:\/\/crm\.example\.com:8080\/auth\/wecom\/callback\?from=home&code=.+&state=abc123$/,
    );
    const code = location?.searchParams.get('code');
    const answer = await exchange(rig, code);
    expect(answer).toMatchObject({ errcode: 0, userid: 'amy' });
    expect(answer).not.toHaveProperty('user_ticket');
    expect(await exchange(rig, code)).toMatchObject({ errcode: 40029 });
  });

  it('gives codes that die after five minutes', async () => {
    const rig = await startSimulator({ appUrl });
    const { location } = await authorize(rig);
    await rig.advance(301);
    expect(await exchange(rig, location?.searchParams.get('code'))).toMatchObject({ errcode: 40029 });
  });

  it('puts the query in front of a fragment', async () => {
    const rig = await startSimulator({ appUrl });
    const { location } = await authorize(rig, { redirect_uri: `${appUrl}/h5#/home` });
    expect(location?.href).toMatch(/\/h5\?code=[\w-]+&state=abc123#\/home$/);
  });

  it.each([
    ['a foreign host', { redirect_uri: 'http://evil.example.com/' }, '50001'],
    ['another corp', { appid: 'ww0000000000000000' }, '40013'],
    ['a state with other signs', { state: '/a?b' }, 'state'],
    ['an unknown scope', { scope: 'snsapi_userinfo' }, 'scope'],
  ])('shows a page instead for %s', async (_, change, said) => {
    const rig = await startSimulator({ appUrl });
    const { location, text } = await authorize(rig, change);
    expect(location).toBeNull();
    expect(text).toContain(said);
  });

  it('asks an ordinary browser to use the client', async () => {
    const rig = await startSimulator({ appUrl });
    expect((await authorize(rig, {}, null)).text).toContain('请在企业微信客户端打开链接');
  });

  it('does not let a disabled member in', async () => {
    const rig = await startSimulator({ appUrl });
    await rig.control('PATCH', 'people/amy', { status: 2 });
    expect((await authorize(rig)).text).toContain('已被禁用');
    expect(await rig.send({ touser: 'amy', msgtype: 'text', text: { content: '你好' } })).toMatchObject({
      errcode: 81013,
    });
  });

  it('names a customer by openid, a member outside the range by userid', async () => {
    const rig = await startSimulator({ appUrl });
    const headers = { 'x-simulator-external-userid': 'wmOne' };
    const response = await fetch(authorizeUrl(rig), { redirect: 'manual', headers });
    const code = new URL(response.headers.get('location') ?? '').searchParams.get('code');
    expect(await exchange(rig, code)).toMatchObject({ external_userid: 'wmOne', openid: 'oOne' });
    await rig.control('PUT', 'visible-range', { departmentIds: [4], userids: [] });
    const { location } = await authorize(rig);
    expect(await exchange(rig, location?.searchParams.get('code'))).toMatchObject({ userid: 'amy' });
  });

  it('gives the details a member consented to for half an hour', async () => {
    const rig = await startSimulator({ appUrl });
    const { location } = await authorize(rig, { scope: 'snsapi_privateinfo' });
    const { user_ticket } = await exchange(rig, location?.searchParams.get('code'));
    const detail = () => rig.post('/cgi-bin/auth/getuserdetail', { user_ticket });
    expect(await detail()).toMatchObject({ userid: 'amy', mobile: '13900000003' });
    await rig.advance(1801);
    expect(await detail()).toMatchObject({ errcode: 84014 });
  });
});

describe('the QR page', () => {
  it('lets one choose who scans', async () => {
    const rig = await startSimulator({ appUrl });
    const query = new URLSearchParams({
      login_type: 'CorpApp',
      appid: demoCredentials.corpId,
      agentid: String(demoCredentials.agentId),
      redirect_uri: `${appUrl}/auth/wecom/callback`,
      state: 'qr1',
    });
    const page = await (await fetch(`${rig.simulator.url}/wwlogin/sso/login?${query.toString()}`)).text();
    expect(page).toContain('艾米');
    const found = await (
      await fetch(`${rig.simulator.url}/wwlogin/sso/login?${query.toString()}&q=${encodeURIComponent('老板')}`)
    ).text();
    expect(found).not.toContain('艾米');
    query.set('userid', 'ben');
    const scanned = await fetch(`${rig.simulator.url}/wwlogin/sso/scan?${query.toString()}`, { redirect: 'manual' });
    const code = new URL(scanned.headers.get('location') ?? '').searchParams.get('code');
    expect(await exchange(rig, code)).toMatchObject({ userid: 'ben' });
  });
});

describe('a JS-SDK signature', () => {
  it('is checked against the ticket of its kind', async () => {
    const rig = await startSimulator({ appUrl });
    const page = `${appUrl}/h5?code=1#top`;
    const verify = async (ticket: unknown, url: string, kind: string) => {
      const { nonceStr, timestamp, signature } = getJsApiSignature({ url, ticket: String(ticket) });
      return rig.control('POST', 'jssdk/verify', { url: page, nonceStr, timestamp, signature, kind });
    };
    expect(await verify('made-up', page, 'agent')).toMatchObject({ errcode: 42012 });
    const agent = (await rig.get('/cgi-bin/ticket/get?type=agent_config')).ticket;
    const corp = (await rig.get('/cgi-bin/get_jsapi_ticket')).ticket;
    const bare = page.split('#')[0] ?? '';
    expect(await verify(agent, bare, 'agent')).toMatchObject({ errcode: 0 });
    expect(await verify(corp, bare, 'corp')).toMatchObject({ errcode: 0 });
    expect(await verify(corp, bare, 'agent')).toMatchObject({ errcode: 42012 });
    expect(await verify(agent, `${bare}&more=1`, 'agent')).toMatchObject({ errcode: 40093 });
  });
});
