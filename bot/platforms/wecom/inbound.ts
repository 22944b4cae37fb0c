import { z } from 'zod';

import { type CallbackChannel, type CallbackReceiver, type CallbackRefusal } from '../../../server/ports/callbacks.ts';
import { type WecomConfig, type WecomDeps } from './config.ts';
import { hasValidSignature, open, type Signed } from './crypto.ts';
import { readAppEvent } from './events/app-event.ts';
import { readXml } from './events/xml.ts';

interface Keys {
  token: string;
  aesKey: string;
}

type Refused = { refused: CallbackRefusal };

const MAX_BYTES = 64 * 1024;
const MAX_SKEW_SECONDS = 600;

const envelope = z.looseObject({ Encrypt: z.string().min(1) });

/** Receives the callbacks of the app and of the contacts-sync helper (docs 90930, 90968, 90238). There is no unsigned way in. */
export function createCallbackReceiver(
  config: WecomConfig,
  deps: Pick<WecomDeps, 'clock' | 'onRefused'>,
): CallbackReceiver {
  const keys: Record<CallbackChannel, Keys | null> = {
    app: readKeys(config.callbackToken, config.callbackAesKey),
    contacts: readKeys(config.contacts?.token ?? null, config.contacts?.aesKey ?? null),
  };

  /** Signature, decryption, age, company; in this order. */
  function unseal(channel: CallbackChannel, query: Record<string, string>, sealed: string): { text: string } | Refused {
    const key = keys[channel];
    if (!key) return { refused: 'not_configured' };
    const signed = readSigned(query, sealed);
    if (!signed) return { refused: 'unsigned' };
    if (!hasValidSignature(key.token, signed)) return { refused: 'bad_signature' };
    const opened = open(key.aesKey, sealed, config.corpId);
    if (opened === 'unreadable') return { refused: 'malformed' };
    if (isStale(signed.timestamp, deps.clock.now())) return { refused: 'stale' };
    if (opened === 'foreign') return { refused: 'foreign_company' };
    return { text: opened.message };
  }

  function counted<T extends object>(outcome: T | Refused): T | Refused {
    if ('refused' in outcome) deps.onRefused?.(outcome.refused);
    return outcome;
  }

  const receive: CallbackReceiver['receive'] = (channel, query, body) => {
    if (Buffer.byteLength(body) > MAX_BYTES) return { refused: 'too_large' };
    if (!keys[channel]) return { refused: 'not_configured' };
    if (!readSigned(query, '')) return { refused: 'unsigned' };
    const sealed = envelope.safeParse(readXml(body));
    if (!sealed.success) return { refused: 'malformed' };
    const unsealed = unseal(channel, query, sealed.data.Encrypt);
    if ('refused' in unsealed) return unsealed;
    const fields = readXml(unsealed.text);
    const event = fields && readAppEvent(fields, config.corpId);
    if (event === null) return { refused: 'malformed' };
    return event === 'foreign' ? { refused: 'foreign_company' } : { event };
  };

  const verifyAddress: CallbackReceiver['verifyAddress'] = (channel, query) => {
    // A `+` that nobody encoded has become a space on its way here.
    const unsealed = unseal(channel, query, (query['echostr'] ?? '').replaceAll(' ', '+'));
    return 'refused' in unsealed ? unsealed : { echo: unsealed.text };
  };

  return {
    paths: { app: 'wecom', contacts: 'wecom/contacts' },
    receive: (channel, query, body) => counted(receive(channel, query, body)),
    verifyAddress: (channel, query) => counted(verifyAddress(channel, query)),
  };
}

function readKeys(token: string | null, aesKey: string | null): Keys | null {
  if (!token || !aesKey) return null;
  if (!/^[A-Za-z0-9]{43}$/.test(aesKey)) throw new Error('the callback AES key must be 43 letters and digits');
  return { token, aesKey };
}

function readSigned(query: Record<string, string>, sealed: string): Signed | null {
  const { msg_signature: signature, timestamp, nonce } = query;
  return signature && timestamp && nonce ? { signature, timestamp, nonce, sealed } : null;
}

function isStale(timestamp: string, now: Date): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return true;
  return Math.abs(Number(timestamp) - now.getTime() / 1000) > MAX_SKEW_SECONDS;
}
