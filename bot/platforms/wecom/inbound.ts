import { z } from 'zod';

import { type CallbackChannel, type CallbackReceiver, type CallbackRefusal } from '../../../server/ports/callbacks.ts';
import { type InboundEvent } from '../../../server/ports/chat.ts';
import { type WecomConfig, type WecomDeps } from './config.ts';
import { hasValidSignature, open } from './crypto.ts';
import { readAppEvent } from './events/app-event.ts';
import { readXml } from './events/xml.ts';

interface Keys {
  token: string;
  aesKey: string;
}

type Query = Record<string, string>;
type Refused = { refused: CallbackRefusal };

const MAX_BYTES = 64 * 1024;
const MAX_SKEW_SECONDS = 600;

const envelope = z.looseObject({ Encrypt: z.string().min(1) });

/** Receives the callbacks of the app and of the contacts-sync helper (docs 90930, 90968, 90238). There is no unsigned way in. */
export class WecomCallbacks implements CallbackReceiver {
  readonly paths = { app: 'wecom', contacts: 'wecom/contacts' };
  readonly #corpId: string;
  readonly #keys: Record<CallbackChannel, Keys | null>;
  readonly #deps: Pick<WecomDeps, 'clock' | 'onRefused'>;

  constructor(config: WecomConfig, deps: Pick<WecomDeps, 'clock' | 'onRefused'>) {
    this.#corpId = config.corpId;
    this.#deps = deps;
    this.#keys = {
      app: readKeys(config.callbackToken, config.callbackAesKey),
      contacts: readKeys(config.contacts?.token ?? null, config.contacts?.aesKey ?? null),
    };
  }

  verifyAddress(channel: CallbackChannel, query: Query): { echo: string } | Refused {
    // A `+` that nobody encoded has become a space on its way here.
    const unsealed = this.#unseal(channel, query, () => (query['echostr'] ?? '').replaceAll(' ', '+'));
    return this.#counted('refused' in unsealed ? unsealed : { echo: unsealed.text });
  }

  receive(channel: CallbackChannel, query: Query, body: string): { event: InboundEvent } | Refused {
    if (Buffer.byteLength(body) > MAX_BYTES) return this.#counted({ refused: 'too_large' });
    const unsealed = this.#unseal(channel, query, () => envelope.safeParse(readXml(body)).data?.Encrypt);
    return this.#counted('refused' in unsealed ? unsealed : this.#understand(unsealed.text));
  }

  /** Signature, decryption, age, company; in this order. */
  #unseal(channel: CallbackChannel, query: Query, readSealed: () => string | undefined): { text: string } | Refused {
    const keys = this.#keys[channel];
    if (!keys) return { refused: 'not_configured' };
    const { msg_signature: signature, timestamp, nonce } = query;
    if (!signature || !timestamp || !nonce) return { refused: 'unsigned' };
    const sealed = readSealed();
    if (!sealed) return { refused: 'malformed' };
    if (!hasValidSignature(keys.token, { signature, timestamp, nonce, sealed })) return { refused: 'bad_signature' };
    const opened = open(keys.aesKey, sealed, this.#corpId);
    if (opened === 'unreadable') return { refused: 'malformed' };
    if (isStale(timestamp, this.#deps.clock.now())) return { refused: 'stale' };
    if (opened === 'foreign') return { refused: 'foreign_company' };
    return { text: opened.message };
  }

  #understand(xml: string): { event: InboundEvent } | Refused {
    const fields = readXml(xml);
    const event = fields && readAppEvent(fields, this.#corpId);
    if (event === null) return { refused: 'malformed' };
    return event === 'foreign' ? { refused: 'foreign_company' } : { event };
  }

  #counted<T extends object>(outcome: T | Refused): T | Refused {
    if ('refused' in outcome) this.#deps.onRefused?.(outcome.refused);
    return outcome;
  }
}

function readKeys(token: string | null, aesKey: string | null): Keys | null {
  if (!token || !aesKey) return null;
  if (!/^[A-Za-z0-9]{43}$/.test(aesKey)) throw new Error('the callback AES key must be 43 letters and digits');
  return { token, aesKey };
}

function isStale(timestamp: string, now: Date): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return true;
  return Math.abs(Number(timestamp) - now.getTime() / 1000) > MAX_SKEW_SECONDS;
}
