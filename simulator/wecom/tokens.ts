import { randomBytes } from 'node:crypto';

import { HOUR, SECOND } from '../clock.ts';
import { demoCredentials } from '../demo-credentials.ts';
import { type Endpoint, queryOf } from '../http/endpoint.ts';
import { type Secret, type Token } from '../state.ts';
import { type World } from '../world.ts';
import { ensure, WecomError } from './error.ts';

const LIFE = 2 * HOUR;
/** Long expired tokens are forgotten: then they are unknown (40014). */
const REMEMBERED = 24 * HOUR;

/** Reference 1.1, doc 91039. */
export const tokenEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: '/cgi-bin/gettoken',
    allow: 'public',
    run(call) {
      const corpId = queryOf(call, 'corpid', 41002);
      const corpSecret = queryOf(call, 'corpsecret', 41004);
      ensure(corpId === demoCredentials.corpId, 40013);
      const secret = secretNamed(corpSecret);
      ensure(!(secret === 'agent' && call.world.state.settings.appDisabled), 50003);
      const token = currentToken(call.world, secret);
      return {
        access_token: token.token,
        expires_in: Math.round((token.expiresAt - call.world.clock.now()) / SECOND),
      };
    },
  },
];

/** Whose token this is; 41001, 40014 or 42001 otherwise. */
export function secretOf(world: World, token: string | undefined): Secret {
  ensure(token, 41001);
  const known = world.state.tokens.find((each) => each.token === token);
  ensure(known, 40014);
  ensure(known.expiresAt > world.clock.now(), 42001);
  return known.secret;
}

/** Makes every token invalid (unknown) or expired, as WeCom may do at any time. */
export function revokeTokens(world: World, as: 'invalid' | 'expired'): number {
  const alive = world.state.tokens.filter((each) => each.expiresAt > world.clock.now());
  if (as === 'invalid') world.state.tokens = [];
  else for (const token of alive) token.expiresAt = world.clock.now();
  return alive.length;
}

function secretNamed(secret: string): Secret {
  if (secret === demoCredentials.agentSecret) return 'agent';
  if (secret === demoCredentials.contactsSecret) return 'contacts';
  throw new WecomError(40001);
}

function currentToken(world: World, secret: Secret): Token {
  const now = world.clock.now();
  world.state.tokens = world.state.tokens.filter((each) => each.expiresAt > now - REMEMBERED);
  const alive = world.state.tokens.find((each) => each.secret === secret && each.expiresAt > now);
  if (alive) return alive;
  const token = { token: randomBytes(160).toString('base64url'), secret, expiresAt: now + LIFE };
  world.state.tokens.push(token);
  return token;
}
