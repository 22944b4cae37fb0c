import { timingSafeEqual } from 'node:crypto';

import { decrypt, getSignature } from '@wecom/crypto';

/** What a callback's signature covers (doc 90968); `sealed` is the Encrypt element or the echostr. */
export interface Signed {
  signature: string;
  timestamp: string;
  nonce: string;
  sealed: string;
}

/** Compares in constant time. */
export function hasValidSignature(token: string, signed: Signed): boolean {
  const expected = Buffer.from(getSignature(token, signed.timestamp, signed.nonce, signed.sealed), 'utf8');
  const given = Buffer.from(signed.signature, 'utf8');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export type Opened = { message: string } | 'foreign' | 'unreadable';

/** Opens a sealed text meant for `receiveId`. `foreign`: well sealed for somebody else; `unreadable`: not sealed with this key. */
export function open(aesKey: string, sealed: string, receiveId: string): Opened {
  if (!isWellFormed(sealed)) return 'unreadable';
  try {
    const { message, id } = decrypt(aesKey, sealed);
    if (id === receiveId) return { message };
    return plausibleId.test(id) ? 'foreign' : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/** Strict base64 of whole 32-byte blocks; Node and the library would take less (doc 90968). */
function isWellFormed(sealed: string): boolean {
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(sealed) && sealed.length % 4 === 0;
  return isBase64 && Buffer.byteLength(sealed, 'base64') % 32 === 0;
}

/** Wrong padding or length leaves other bytes where the receiver's id stands. */
const plausibleId = /^[A-Za-z0-9_-]{1,64}$/;
