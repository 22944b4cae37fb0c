import { type IncomingMessage, type ServerResponse } from 'node:http';

import { getJsApiSignature } from '@wecom/crypto';
import { describe, expect, it } from 'vitest';

import { demoCredentials } from '../../simulator/demo-credentials.ts';
import { openDevice, startApp } from './device-rig.ts';
import { type Rig, startSimulator } from './start-simulator.ts';

/** The smallest app that logs in through WeCom: everything leads to authorize until the cookie names somebody. */
function loginApp(rig: Rig, own: () => string) {
  return async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(incoming.url ?? '/', own());
    const person = /who=(\w+)/.exec(incoming.headers.cookie ?? '')?.[1];
    if (url.pathname === '/auth') {
      const { userid } = await rig.get(`/cgi-bin/auth/getuserinfo?code=${url.searchParams.get('code')}`);
      response.setHeader('set-cookie', `who=${String(userid)}; Path=/; HttpOnly; Secure; SameSite=Lax`);
      return void response.writeHead(302, { location: '/home' }).end();
    }
    if (person) return void response.end(`你好 ${person}`);
    const query = new URLSearchParams({
      appid: demoCredentials.corpId,
      redirect_uri: `${own()}/auth?from=home`,
      response_type: 'code',
      scope: 'snsapi_base',
      state: 'abc',
      agentid: String(demoCredentials.agentId),
    });
    const location = `${rig.simulator.url}/connect/oauth2/authorize?${query.toString()}#wechat_redirect`;
    response.writeHead(302, { location }).end();
  };
}

async function startLoginApp(): Promise<Rig> {
  const rig = await startSimulator();
  const listen = loginApp(rig, () => rig.simulator.world.state.settings.appUrl);
  await startApp(rig, (incoming, response) => void listen(incoming, response));
  return rig;
}

describe('the silent login on a phone', () => {
  it('logs in the person the phone belongs to, without leaving its host', async () => {
    const rig = await startLoginApp();
    const amy = openDevice(rig, 'amy');
    const boss = openDevice(rig, 'boss');
    expect((await amy.visit('/open?to=/')).text).toBe('你好 amy');
    expect((await boss.visit('/open?to=/')).text).toBe('你好 Boss');
    expect((await amy.visit('/home')).text).toBe('你好 amy');
  });

  it('refuses a redirect to a foreign domain like the real page does', async () => {
    const rig = await startLoginApp();
    const query = `appid=${demoCredentials.corpId}&response_type=code&scope=snsapi_base&state=a`;
    const path = `/connect/oauth2/authorize?${query}&redirect_uri=https%3A%2F%2Fevil.example%2F`;
    const answer = await openDevice(rig, 'amy').ask(path, { accept: 'text/html' });
    expect(answer.headers).not.toHaveProperty('location');
    expect(answer.text).toContain('50001');
  });

  it('ignores a person named by the page itself', async () => {
    const rig = await startLoginApp();
    const amy = openDevice(rig, 'amy');
    const first = await amy.ask('/open', { 'x-simulator-userid': 'Boss' });
    const { pathname, search } = new URL(first.headers.location ?? '');
    const second = await amy.ask(pathname + search, { 'x-simulator-userid': 'Boss' });
    const code = new URL(second.headers.location ?? '').searchParams.get('code');
    expect(await rig.get(`/cgi-bin/auth/getuserinfo?code=${code}`)).toMatchObject({ userid: 'amy' });
  });

  it('is over for somebody who was disabled or has left', async () => {
    const rig = await startLoginApp();
    await rig.control('PATCH', 'people/amy', { status: 2 });
    await rig.control('DELETE', 'people/ben');
    for (const slug of ['amy', 'ben']) {
      expect((await openDevice(rig, slug).visit('/open?to=/')).text).toContain('企业微信已退出登录');
    }
  });
});

describe('a page that asks for the JS-SDK', () => {
  async function verify(rig: Rig, signedUrl: string, shownUrl: string) {
    const { ticket } = await rig.get('/cgi-bin/ticket/get?type=agent_config');
    const signed = { url: signedUrl, nonceStr: 'abc', timestamp: 1700000000, ticket: String(ticket) };
    const { signature } = getJsApiSignature(signed);
    const body = JSON.stringify({ ...signed, url: shownUrl, signature, kind: 'agent' });
    const answer = await openDevice(rig, 'amy').ask('/__wecom/verify', {}, { method: 'POST', body });
    return JSON.parse(answer.text) as { errcode: number };
  }

  it('is verified with the address the CRM signed, not the one of the phone', async () => {
    const rig = await startSimulator({ appUrl: 'http://crm.example.com:8080' });
    const { host } = openDevice(rig, 'amy');
    const shown = `http://${host}/customers?id=7`;
    expect(await verify(rig, 'http://crm.example.com:8080/customers?id=7', shown)).toMatchObject({ errcode: 0 });
    expect(await verify(rig, shown, shown)).toMatchObject({ errcode: 40093 });
    expect(await verify(rig, 'http://crm.example.com:8080/', shown)).toMatchObject({ errcode: 40093 });
  });

  it('is refused without a proper question', async () => {
    const rig = await startSimulator();
    const answer = await openDevice(rig, 'amy').ask('/__wecom/verify', {}, { method: 'POST', body: 'nonsense' });
    expect(JSON.parse(answer.text)).toMatchObject({ errcode: 40093 });
  });
});
