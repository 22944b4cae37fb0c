import { randomBytes } from 'node:crypto';

import { HOUR } from '../clock.ts';
import { type ResponseCode } from '../state.ts';
import { type World } from '../world.ts';
import { ensure } from './error.ts';

const LIFE = 72 * HOUR;

/** One update of one message, within 72 hours. */
export function issueResponseCode(world: World, messageId: string): string {
  const code = randomBytes(24).toString('base64url');
  world.state.responseCodes[code] = { messageId, expiresAt: world.clock.now() + LIFE, used: false };
  return code;
}

/** 60140 for unknown, used or expired. The caller marks it used once the update succeeded. */
export function usableResponseCode(world: World, code: string): ResponseCode {
  const known = world.state.responseCodes[code];
  ensure(known && !known.used && known.expiresAt > world.clock.now(), 60140);
  return known;
}
