import { randomBytes } from 'node:crypto';
import { z } from 'zod';

import { MINUTE } from '../clock.ts';
import { demoCredentials } from '../demo-credentials.ts';
import { bodyOf, type Call, type Endpoint, queryOf } from '../http/endpoint.ts';
import { findPerson, isVisible } from '../org/org-index.ts';
import { type World } from '../world.ts';
import { ensure } from './error.ts';

const CODE_LIFE = 5 * MINUTE;
const USER_TICKET_LIFE = 30 * MINUTE;

/** Reference 2.2 and 2.3, docs 91023, 95833. */
export const oauthEndpoints: Endpoint[] = [
  { method: 'GET', path: '/cgi-bin/auth/getuserinfo', allow: ['agent'], isUnlimited: true, run: exchangeCode },
  { method: 'POST', path: '/cgi-bin/auth/getuserdetail', allow: ['agent'], run: showDetail },
];

export interface AuthorizeRequest {
  redirectUri: string;
  state: string;
  scope: string;
}

/** Why an authorize or login address is refused, as the page says it; null when it is fine. */
export function findAuthorizeProblem(world: World, query: URLSearchParams): string | null {
  const redirectUri = query.get('redirect_uri') ?? '';
  const { appUrl } = world.state.settings;
  if (query.get('appid') !== demoCredentials.corpId) return 'appid 参数错误（40013）';
  if (!/^[A-Za-z0-9]{0,128}$/.test(query.get('state') ?? '')) return 'state 只能是 128 位以内的字母和数字';
  if (!URL.canParse(redirectUri)) return 'redirect_uri 参数错误（40094）';
  if (!URL.canParse(appUrl) || new URL(redirectUri).hostname !== new URL(appUrl).hostname) {
    return 'redirect_uri 与应用的可信域名不一致（50001）';
  }
  const agentId = query.get('agentid');
  if (agentId !== null && agentId !== String(demoCredentials.agentId)) return 'agentid 参数错误（40056）';
  return null;
}

/** A new single-use code and the address to go to; the query goes before a fragment. */
export function redirectWithCode(
  world: World,
  request: AuthorizeRequest,
  who: { userid: string } | { externalUserid: string },
) {
  const code = randomBytes(24).toString('base64url');
  world.state.oauthCodes[code] = {
    userid: 'userid' in who ? who.userid : null,
    externalUserid: 'externalUserid' in who ? who.externalUserid : null,
    scope: request.scope,
    expiresAt: world.clock.now() + CODE_LIFE,
    used: false,
  };
  world.storage.saveSoon();
  const [address = '', fragment] = request.redirectUri.split('#');
  const query = `code=${code}&state=${request.state}`;
  return `${address}${address.includes('?') ? '&' : '?'}${query}${fragment === undefined ? '' : `#${fragment}`}`;
}

function exchangeCode(call: Call) {
  const { world } = call;
  const code = world.state.oauthCodes[queryOf(call, 'code', 40029)];
  ensure(code && !code.used && code.expiresAt > world.clock.now(), 40029);
  code.used = true;
  world.storage.saveSoon();
  if (code.userid === null) {
    return { openid: `o${code.externalUserid?.slice(2)}`, external_userid: code.externalUserid };
  }
  const givesTicket = code.scope === 'snsapi_privateinfo' && isVisible(world.state, code.userid);
  return { userid: code.userid, ...(givesTicket ? { user_ticket: issueUserTicket(world, code.userid) } : {}) };
}

function issueUserTicket(world: World, userid: string): string {
  const ticket = randomBytes(32).toString('base64url');
  world.state.userTickets[ticket] = { userid, expiresAt: world.clock.now() + USER_TICKET_LIFE };
  return ticket;
}

function showDetail(call: Call) {
  const { user_ticket } = bodyOf(call, z.object({ user_ticket: z.string().optional() }));
  ensure(user_ticket, 84090, 'user_ticket missing');
  const ticket = call.world.state.userTickets[user_ticket];
  ensure(ticket, 84015, 'invalid user_ticket');
  ensure(ticket.expiresAt > call.world.clock.now(), 84014, 'user_ticket expired');
  const person = findPerson(call.world.state, ticket.userid);
  ensure(person, 60111);
  return {
    userid: person.userid,
    gender: String(person.gender),
    avatar: person.avatar,
    qr_code: '',
    mobile: person.mobile,
    email: '',
    biz_mail: '',
    address: '',
  };
}
