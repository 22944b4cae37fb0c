import { randomBytes } from 'node:crypto';

import { getJsApiSignature } from '@wecom/crypto';
import { z } from 'zod';

import { type Login, type PageSignature } from '../../../server/ports/login.ts';
import { toAccount } from './api/account.ts';
import { unlessRefused } from './api/refusal.ts';
import { type WecomClient } from './client.ts';
import { officialUrls, type WecomConfig, type WecomDeps } from './config.ts';
import { keepFor } from './tokens.ts';

const visitorAnswer = z.object({ userid: z.string().optional(), openid: z.string().optional() });
const ticketAnswer = z.object({ ticket: z.string().min(1), expires_in: z.number().positive() });

const usedCode = [40029, 41008, 42003, 42022];
const outsideRange = [50002, 60011, 60021];

export function createLogin(
  client: WecomClient,
  config: WecomConfig,
  deps: Pick<WecomDeps, 'clock' | 'secrets'>,
): Login {
  const authorizeBase = withPath(config.oauthUrl ?? officialUrls.oauth, officialUrls.oauth);
  const loginBase = withPath(config.loginUrl ?? officialUrls.login, officialUrls.login);

  /** Two tickets, not interchangeable, few fetches allowed: kept for all processes (docs 90539, 90454). */
  const getTicket = (kind: 'corp' | 'agent'): Promise<string> =>
    deps.secrets.get(`wecom:ticket:${config.corpId}:${config.agentId}:${kind}`, async () => {
      const answer = await client.call({
        path: kind === 'corp' ? '/cgi-bin/get_jsapi_ticket' : '/cgi-bin/ticket/get',
        secret: 'app',
        query: kind === 'corp' ? {} : { type: 'agent_config' },
        answer: ticketAnswer,
      });
      return { value: answer.ticket, expiresInSeconds: keepFor(answer.expires_in) };
    });

  return {
    authorizeUrl: ({ surface, redirectUrl, state }) =>
      surface === 'inside'
        ? insideUrl(authorizeBase, config, redirectUrl, state)
        : browserUrl(loginBase, config, redirectUrl, state),
    exchange: async (code) => {
      if (code === '') return 'code_used';
      const call = client.call({
        path: '/cgi-bin/auth/getuserinfo',
        secret: 'app',
        query: { code },
        answer: visitorAnswer,
      });
      const visitor = await unlessRefused(unlessRefused(call, usedCode, 'code_used'), outsideRange, 'outsider');
      if (typeof visitor === 'string') return visitor;
      return visitor.userid ? { account: toAccount(visitor.userid) } : 'outsider';
    },
    signPage: async (url) => {
      const [corpTicket, agentTicket] = await Promise.all([getTicket('corp'), getTicket('agent')]);
      const seconds = Math.floor(deps.clock.now().getTime() / 1000);
      return {
        corpId: config.corpId,
        agentId: String(config.agentId),
        corp: sign(url, corpTicket, seconds),
        agent: sign(url, agentTicket, seconds),
      };
    },
    isInside: (userAgent) => /wxwork\/[\d.]+/i.test(userAgent),
  };
}

/** Silent login in the client (doc 91022): `state` takes letters and digits only, the fragment is literal. */
function insideUrl(base: string, config: WecomConfig, redirectUrl: string, state: string): string {
  const query = new URLSearchParams({
    appid: config.corpId,
    redirect_uri: redirectUrl,
    response_type: 'code',
    scope: 'snsapi_base',
    state,
    agentid: String(config.agentId),
  });
  return `${base}?${query}#wechat_redirect`;
}

/** QR code in a desktop browser (doc 98151). */
function browserUrl(base: string, config: WecomConfig, redirectUrl: string, state: string): string {
  const query = new URLSearchParams({
    login_type: 'CorpApp',
    appid: config.corpId,
    agentid: String(config.agentId),
    redirect_uri: redirectUrl,
    state,
  });
  return `${base}?${query}`;
}

/** The signature covers the address as loaded, without its fragment (doc 90506). */
function sign(url: string, ticket: string, timestamp: number): PageSignature {
  const nonceStr = randomBytes(8).toString('hex');
  const page = url.split('#')[0] ?? url;
  const { signature } = getJsApiSignature({ url: page, ticket, nonceStr, timestamp });
  return { timestamp, nonceStr, signature };
}

/** A mere host gets the official path. */
function withPath(address: string, official: string): string {
  const url = new URL(address);
  if (url.pathname === '/') url.pathname = new URL(official).pathname;
  return url.origin + url.pathname;
}
