import { type IncomingMessage, type ServerResponse } from 'node:http';

import { getJsApiSignature } from '@wecom/crypto';

import { demoCredentials } from '../../simulator/demo-credentials.ts';
import { startApp } from './device-rig.ts';
import { type Rig } from './start-simulator.ts';

const script = `
const bridge = window.WeixinJSBridge;
document.querySelector('#client').textContent = navigator.userAgent;
document.querySelector('button').onclick = async () => {
  const signed = await (await fetch('/sign?path=' + encodeURIComponent(location.pathname))).json();
  bridge.invoke('agentConfig', { ...signed, jsApiList: ['selectEnterpriseContact'] }, () =>
    bridge.invoke('selectEnterpriseContact', { mode: 'single' }, ({ err_msg, result }) => {
      const [person] = result ? JSON.parse(result).userList : [];
      document.querySelector('#chosen').textContent = person ? person.id + ' ' + person.name : err_msg;
    }));
};`;

const home = (person: string) =>
  `<!doctype html><html><head><title>首页</title></head><body><p>你好 ${person}</p><button>选人</button>
<p id="chosen"></p><p id="client"></p><script src="/app.js"></script></body></html>`;

/** An app that logs in silently, refuses frames and foreign scripts, and asks the JS-SDK for a colleague. */
export async function startSigningApp(rig: Rig): Promise<void> {
  const own = () => rig.simulator.world.state.settings.appUrl;
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(incoming.url ?? '/', own());
    const person = /who=(\w+)/.exec(incoming.headers.cookie ?? '')?.[1];
    if (url.pathname === '/app.js') return void response.setHeader('content-type', 'text/javascript').end(script);
    if (url.pathname === '/sign') return void response.end(await sign(rig, own() + url.searchParams.get('path')));
    if (url.pathname === '/auth') {
      const { userid } = await rig.get(`/cgi-bin/auth/getuserinfo?code=${url.searchParams.get('code')}`);
      const cookie = `who=${String(userid)}; Path=/; HttpOnly; SameSite=Lax`;
      return void response.writeHead(302, { location: '/', 'set-cookie': cookie }).end();
    }
    if (!person) return void response.writeHead(302, { location: authorizeUrl(rig, own()) }).end();
    response.setHeader('content-security-policy', "default-src 'self'; script-src 'self'; frame-ancestors 'none'");
    return void response.setHeader('content-type', 'text/html; charset=utf-8').end(home(person));
  };
  await startApp(rig, (incoming, response) => void answer(incoming, response));
}

async function sign(rig: Rig, url: string): Promise<string> {
  const { ticket } = await rig.get('/cgi-bin/ticket/get?type=agent_config');
  const signed = { nonceStr: 'abc', timestamp: 1700000000 };
  const { signature } = getJsApiSignature({ ...signed, url, ticket: String(ticket) });
  return JSON.stringify({ ...signed, signature });
}

function authorizeUrl({ simulator }: Rig, own: string): string {
  const query = new URLSearchParams({
    appid: demoCredentials.corpId,
    redirect_uri: `${own}/auth`,
    response_type: 'code',
    scope: 'snsapi_base',
    state: 'abc',
    agentid: String(demoCredentials.agentId),
  });
  return `${simulator.url}/connect/oauth2/authorize?${query.toString()}#wechat_redirect`;
}
