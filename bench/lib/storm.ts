import { randomBytes, randomInt } from 'node:crypto';
import { encrypt, getSignature } from '@wecom/crypto';
import type { BusyStage } from './busy-stage.ts';
import type { StormCallback } from './callback-storm.ts';

export const perSecond = 300;
/** So many come first, at a tenth of the rate, and are not timed: a server that takes callbacks has been running for a while. */
export const warmUp = { events: 90, ms: 3000 };
/** Of a hundred callbacks: presses on cards, changes of people, changes of departments; and how many of all come twice. */
const share = { presses: 80, people: 19, repeated: 5 };

/** A card with a button that somebody may press once. */
export interface SentCard {
  account: string;
  taskId: string;
  actionKey: string;
}

export interface Storm {
  callbacks: StormCallback[];
  events: number;
  presses: number;
}

/** Everything is encrypted beforehand; a repeat is the same event, sealed again, up to a second later. */
export const buildStorm = (stage: BusyStage, cards: readonly SentCard[], events: number): Storm => {
  const callbacks: StormCallback[] = [];
  let presses = 0;
  for (let at = 0; at < events; at += 1) {
    const due = dueOf(at);
    const card = at % 100 < share.presses ? cards[presses] : undefined;
    if (card) presses += 1;
    const event = card ? pressOf(stage, card, at) : changeOf(stage, at);
    callbacks.push(sealed(stage, event, due));
    if (at % 100 < share.repeated) callbacks.push(sealed(stage, event, due + randomInt(1000)));
  }
  return { callbacks: callbacks.sort((a, b) => a.at - b.at), events, presses };
};

const dueOf = (at: number): number =>
  at < warmUp.events ? (at * warmUp.ms) / warmUp.events : warmUp.ms + ((at - warmUp.events) * 1000) / perSecond;

interface PlainEvent {
  channel: 'app' | 'contacts';
  fields: Record<string, string | number>;
}

/** Events have no id of their own: they differ by who, what and the second. */
const second = Math.floor(Date.now() / 1000);

const pressOf = ({ env }: BusyStage, { account, taskId, actionKey }: SentCard, at: number): PlainEvent => ({
  channel: 'app',
  fields: {
    ToUserName: env['WECOM_CORP_ID'] ?? '',
    FromUserName: account,
    CreateTime: second,
    MsgType: 'event',
    Event: 'template_card_event',
    EventKey: actionKey,
    TaskId: taskId,
    CardType: 'button_interaction',
    ResponseCode: `storm-${at}`,
    AgentID: env['WECOM_AGENT_ID'] ?? '',
  },
});

const changeOf = ({ env }: BusyStage, at: number): PlainEvent => ({
  channel: 'contacts',
  fields: {
    ToUserName: env['WECOM_CORP_ID'] ?? '',
    FromUserName: 'sys',
    CreateTime: second - at,
    MsgType: 'event',
    Event: 'change_contact',
    ...(at % 100 < share.presses + share.people
      ? { ChangeType: 'update_user', UserID: `u${1 + (at % 200)}` }
      : { ChangeType: 'update_party', Id: 1 }),
  },
});

const sealed = ({ env }: BusyStage, { channel, fields }: PlainEvent, at: number): StormCallback => {
  const prefix = channel === 'app' ? 'WECOM_CALLBACK' : 'WECOM_CONTACTS_CALLBACK';
  const [token, aesKey] = [env[`${prefix}_TOKEN`] ?? '', env[`${prefix}_AES_KEY`] ?? ''];
  const inner = Object.entries(fields).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`);
  const sealedText = encrypt(aesKey, `<xml>${inner.join('')}</xml>`, env['WECOM_CORP_ID'] ?? '');
  const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), randomBytes(6).toString('hex')];
  const query = new URLSearchParams({
    msg_signature: getSignature(token, timestamp, nonce, sealedText),
    timestamp,
    nonce,
  });
  return {
    path: `/callbacks/wecom${channel === 'app' ? '' : '/contacts'}?${query.toString()}`,
    body: `<xml><ToUserName>${env['WECOM_CORP_ID']}</ToUserName><Encrypt><![CDATA[${sealedText}]]></Encrypt></xml>`,
    at,
  };
};
