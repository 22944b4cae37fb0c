import { z } from 'zod';

import { type Login } from '../../../server/ports/login.ts';
import { toAccount } from './api/account.ts';
import { unlessRefused } from './api/refusal.ts';
import { type WecomClient } from './client.ts';
import { officialUrls, type WecomConfig, type WecomDeps } from './config.ts';
import { createPageSigner } from './page-signature.ts';

const visitorAnswer = z.object({ userid: z.string().optional(), openid: z.string().optional() });

const usedCode = [40029, 41008, 42003, 42022];
const outsideRange = [50002, 60011, 60021];

/** Login inside the client and in a desktop browser (docs 91022, 91023, 98151), and signed pages. */
export function createLogin(
  client: WecomClient,
  config: WecomConfig,
  deps: Pick<WecomDeps, 'clock' | 'secrets'>,
): Login {
  const authorizeBase = withPath(config.oauthUrl ?? officialUrls.oauth, officialUrls.oauth);
  const loginBase = withPath(config.loginUrl ?? officialUrls.login, officialUrls.login);
  return {
    authorizeUrl: ({ surface, redirectUrl, state }) =>
      surface === 'inside'
        ? insideUrl(authorizeBase, config, redirectUrl, state)
        : browserUrl(loginBase, config, redirectUrl, state),
    exchange: (code) => exchangeCode(client, code),
    signPage: createPageSigner(client, config, deps),
    isInside: (userAgent) => /wxwork\/[\d.]+/i.test(userAgent),
  };
}

async function exchangeCode(client: WecomClient, code: string): ReturnType<Login['exchange']> {
  // Cancelled on the QR page: it comes back without a code.
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

/** A mere host gets the official path. */
function withPath(address: string, official: string): string {
  const url = new URL(address);
  if (url.pathname === '/') url.pathname = new URL(official).pathname;
  return url.origin + url.pathname;
}
