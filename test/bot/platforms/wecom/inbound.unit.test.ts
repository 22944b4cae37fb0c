import { encrypt, getSignature } from '@wecom/crypto';
import { describe, expect, it } from 'vitest';

import { WecomCallbacks } from '../../../../bot/platforms/wecom/inbound.ts';
import { type CallbackRefusal } from '../../../../server/ports/callbacks.ts';
import { vectorA, vectorB } from './vectors.ts';

const { token, aesKey, corpId } = vectorB;
const contactsToken = 'contactstoken1';
const contactsAesKey = 'Zt4KpW8eGh1NxC6rMj3VbQ9sLd7YfU2aEo5TiX0wRzA';
const now = new Date(1_700_000_001_000);

function createReceiver(overrides: { token?: string; aesKey?: string; corpId?: string; now?: Date } = {}) {
  const refused: CallbackRefusal[] = [];
  const config = {
    corpId: overrides.corpId ?? corpId,
    agentId: 1000002,
    agentSecret: 'secret',
    callbackToken: overrides.token ?? token,
    callbackAesKey: overrides.aesKey ?? aesKey,
    contacts: { secret: 'contacts', token: contactsToken, aesKey: contactsAesKey },
    customerSecret: null,
    aibot: null,
    publicUrl: 'https://crm.example.com',
  };
  const clock = { now: () => overrides.now ?? now };
  return { receiver: new WecomCallbacks(config, { clock, onRefused: (reason) => refused.push(reason) }), refused };
}

interface Sealing {
  token?: string;
  aesKey?: string;
  receiveId?: string;
  timestamp?: string;
  change?: (sealed: string) => string;
}

/** What the platform would send for this plain text. */
function seal(xml: string, sealing: Sealing = {}): { query: Record<string, string>; sealed: string; body: string } {
  const plain = encrypt(sealing.aesKey ?? aesKey, xml, sealing.receiveId ?? corpId);
  const sealed = sealing.change ? sealing.change(plain) : plain;
  const timestamp = sealing.timestamp ?? '1700000001';
  const signature = getSignature(sealing.token ?? token, timestamp, 'n1', sealed);
  const query = { msg_signature: signature, timestamp, nonce: 'n1' };
  return { query, sealed, body: wrap(sealed) };
}

function wrap(sealed: string): string {
  return `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><AgentID><![CDATA[1000002]]></AgentID><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`;
}

function eventXml(fields: string, to: string = corpId): string {
  return `<xml><ToUserName><![CDATA[${to}]]></ToUserName><FromUserName><![CDATA[LiSi]]></FromUserName><CreateTime>1700000000</CreateTime><MsgType><![CDATA[event]]></MsgType>${fields}</xml>`;
}

function receive(xml: string, sealing?: Sealing) {
  const { query, body } = seal(xml, sealing);
  return createReceiver().receiver.receive('app', query, body);
}

const press = `<Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[approve:42]]></EventKey><TaskId><![CDATA[t_42]]></TaskId><CardType><![CDATA[button_interaction]]></CardType><ResponseCode><![CDATA[RC]]></ResponseCode><AgentID>1000002</AgentID>`;

describe('the check of a callback address', () => {
  it('echoes the official sample', () => {
    const { address, ...keys } = vectorA;
    const { receiver } = createReceiver({ ...keys, now: new Date(Number(address.timestamp) * 1000) });
    const query = {
      msg_signature: address.signature,
      timestamp: address.timestamp,
      nonce: address.nonce,
      echostr: address.sealed,
    };
    expect(receiver.verifyAddress('app', query)).toEqual({ echo: address.echo });
  });

  it('survives a plus sign that became a space on the way', () => {
    const { query, sealed } = seal('12345', { change: (text) => text });
    const echostr = `${sealed.replaceAll('+', ' ')}`;
    expect(createReceiver().receiver.verifyAddress('app', { ...query, echostr })).toEqual({ echo: '12345' });
  });

  it('refuses a wrong signature and counts it', () => {
    const { receiver, refused } = createReceiver();
    const { query, sealed } = seal('12345');
    const outcome = receiver.verifyAddress('app', { ...query, msg_signature: '0'.repeat(40), echostr: sealed });
    expect(outcome).toEqual({ refused: 'bad_signature' });
    expect(refused).toEqual(['bad_signature']);
  });
});

describe('a callback', () => {
  it('is understood when everything is right', () => {
    expect(receive(eventXml('<Event><![CDATA[enter_agent]]></Event>'))).toEqual({
      event: {
        kind: 'app_entered',
        account: 'lisi',
        at: new Date(1_700_000_000_000),
        dedupeKey: expect.stringMatching(/^wecom:event:/) as unknown,
      },
    });
  });

  it('of the official sample is a message nobody asked for', () => {
    const { message, ...keys } = vectorA;
    const { receiver } = createReceiver({ ...keys, now: new Date(Number(message.timestamp) * 1000) });
    const query = { msg_signature: message.signature, timestamp: message.timestamp, nonce: message.nonce };
    expect(receiver.receive('app', query, wrap(message.sealed))).toMatchObject({
      event: { kind: 'ignored', what: 'text', dedupeKey: 'wecom:message:4561255354251345929' },
    });
  });

  const good = seal(eventXml(press));
  const bomb = `<!DOCTYPE xml [<!ENTITY a "${'x'.repeat(50)}"><!ENTITY b "&a;&a;&a;">]>`;
  it.each<[string, CallbackRefusal, Record<string, string>, string]>([
    ['without a signature', 'unsigned', { timestamp: '1700000001', nonce: 'n1' }, good.body],
    ['without any query', 'unsigned', {}, good.body],
    ['with a wrong signature', 'bad_signature', { ...good.query, msg_signature: '0'.repeat(40) }, good.body],
    ['signed for another nonce', 'bad_signature', { ...good.query, nonce: 'n2' }, good.body],
    ['with another text under the signature', 'bad_signature', good.query, wrap(vectorB.cases[1].sealed)],
    ['larger than 64 kB', 'too_large', good.query, good.body + ' '.repeat(65_536)],
    ['whose envelope declares entities', 'malformed', good.query, bomb + good.body],
    ['whose envelope is empty', 'malformed', good.query, '<xml></xml>'],
    ['whose envelope is not XML', 'malformed', good.query, '{"encrypt":"x"}'],
    ['whose envelope is nested beyond reason', 'malformed', good.query, '<a>'.repeat(20_000)],
    ['whose envelope never closes its text', 'malformed', good.query, '<xml><Encrypt><![CDATA['.repeat(2000)],
  ])('%s is refused as %s', (_what, reason, query, body) => {
    const { receiver, refused } = createReceiver();
    expect(receiver.receive('app', query, body)).toEqual({ refused: reason });
    expect(refused).toEqual([reason]);
  });

  it.each<[string, CallbackRefusal, string, Sealing]>([
    ['eleven minutes old', 'stale', eventXml(press), { timestamp: '1699999341' }],
    ['eleven minutes ahead', 'stale', eventXml(press), { timestamp: '1700000661' }],
    ['without a readable time', 'stale', eventXml(press), { timestamp: 'soon' }],
    ['sealed for another company', 'foreign_company', eventXml(press), { receiveId: 'wwothercorp0000001' }],
    ["with another company's content", 'foreign_company', eventXml(press, 'wwothercorp0000001'), {}],
    ['cut off', 'malformed', eventXml(press), { change: (sealed) => sealed.slice(0, -5) }],
    ['sealed with another key', 'malformed', eventXml(press), { aesKey: contactsAesKey }],
    ['that expands entities inside', 'malformed', bomb + eventXml(press), {}],
    ['that is not XML inside', 'malformed', 'hello', {}],
    ['without a time of its own', 'malformed', '<xml><ToUserName>x</ToUserName></xml>', {}],
  ])('%s is refused as %s', (_what, reason, xml, sealing) => {
    expect(receive(xml, sealing)).toEqual({ refused: reason });
  });

  it('is judged by the product clock, ten minutes either way', () => {
    expect(receive(eventXml(press), { timestamp: '1699999402' })).toHaveProperty('event');
    expect(receive(eventXml(press), { timestamp: '1700000600' })).toHaveProperty('event');
  });

  it('of the contacts channel needs the keys of that channel', () => {
    const { receiver } = createReceiver();
    const xml = eventXml('<Event>change_contact</Event><ChangeType>delete_user</ChangeType><UserID>Wang</UserID>');
    const sealed = seal(xml, { token: contactsToken, aesKey: contactsAesKey });
    const body = sealed.body.replace(/<AgentID>.*<\/AgentID>/, '');
    expect(receiver.receive('contacts', sealed.query, body)).toMatchObject({
      event: { kind: 'person_left', account: 'wang' },
    });
    expect(receiver.receive('app', sealed.query, body)).toEqual({ refused: 'bad_signature' });
  });

  it('is refused on a channel without keys', () => {
    const { receiver, refused } = createReceiver({ token: '' });
    expect(receiver.receive('app', good.query, good.body)).toEqual({ refused: 'not_configured' });
    expect(refused).toEqual(['not_configured']);
  });

  it('cannot be received at all with a mistyped key', () => {
    expect(() => createReceiver({ aesKey: 'tooShort' })).toThrow('43');
  });
});

describe('what a callback says', () => {
  const selected = (spelling: string, item: string) =>
    `<SelectedItems><SelectedItem><QuestionKey><![CDATA[reason]]></QuestionKey><${spelling}><${item}><![CDATA[r1]]></${item}></${spelling}></SelectedItem></SelectedItems>`;

  it.each([
    ['OptionIds', 'OptionId'],
    ['OpitonIds', 'OpitonId'],
  ])('about a press is read with its choices, spelt %s', (spelling, item) => {
    expect(receive(eventXml(press + selected(spelling, item)))).toMatchObject({
      event: {
        kind: 'card_pressed',
        via: 'app',
        account: 'lisi',
        taskId: 't_42',
        actionKey: 'approve:42',
        updateCode: 'RC',
        selected: { reason: ['r1'] },
        chatId: null,
        requestId: null,
      },
    });
  });

  it('is read literally: tags and entities somebody typed stay text', () => {
    const typed = '<![CDATA[<!DOCTYPE x> &amp; </xml> <b>]]>';
    const outcome = receive(eventXml(`<Event><![CDATA[template_card_event]]></Event><EventKey>${typed}</EventKey>`));
    expect(outcome).toMatchObject({ event: { actionKey: '<!DOCTYPE x> &amp; </xml> <b>' } });
  });

  it.each([
    ['create_user', '<UserID>Wang.Wu</UserID>', { kind: 'person_changed', account: 'wang.wu', newAccount: null }],
    [
      'update_user',
      '<UserID>wangwu</UserID><NewUserID>WangWu2</NewUserID>',
      { kind: 'person_changed', account: 'wangwu', newAccount: 'wangwu2' },
    ],
    ['delete_user', '<UserID>wangwu</UserID>', { kind: 'person_left', account: 'wangwu' }],
    ['create_party', '<Id>12</Id>', { kind: 'department_changed', departmentKey: '12' }],
    ['update_party', '<Id>12</Id>', { kind: 'department_changed', departmentKey: '12' }],
    ['delete_party', '<Id>12</Id>', { kind: 'department_changed', departmentKey: '12' }],
    ['update_tag', '<TagId>1</TagId>', { kind: 'ignored', what: 'update_tag' }],
  ])('about the contacts is a hint to fetch again: %s', (change, fields, expected) => {
    const xml = eventXml(`<Event>change_contact</Event><ChangeType>${change}</ChangeType>${fields}`);
    expect(receive(xml)).toMatchObject({ event: expected });
  });

  it.each(['subscribe', 'unsubscribe'])('%s means look at this person again, never that they left', (event) => {
    const outcome = receive(eventXml(`<Event>${event}</Event>`));
    expect(outcome).toMatchObject({ event: { kind: 'person_changed', account: 'lisi', newAccount: null } });
  });

  it('about a customer names employee, customer and change', () => {
    const fields = '<UserID>LiSi</UserID><ExternalUserID>wmABC</ExternalUserID><ChangeType>transfer_fail</ChangeType>';
    expect(receive(eventXml(`<Event>change_external_contact</Event>${fields}`))).toMatchObject({
      event: { kind: 'external_contact_changed', account: 'lisi', externalKey: 'wmABC', change: 'transfer_fail' },
    });
  });
});

describe('the dedupe key', () => {
  const keyOf = (xml: string): string => {
    const outcome = receive(xml);
    return 'event' in outcome ? outcome.event.dedupeKey : 'refused';
  };

  it('is equal for a delivery repeated under another nonce and time', () => {
    const first = receive(eventXml(press));
    const again = receive(eventXml(press), { timestamp: '1700000007' });
    expect(again).toEqual(first);
  });

  it.each([
    ['another button', press.replace('approve:42', 'reject:42')],
    ['another card', press.replace('t_42', 't_43')],
    ['another press of the same button', press.replace('[RC]', '[RC2]')],
  ])('differs for %s in the same second', (_what, other) => {
    expect(keyOf(eventXml(other))).not.toBe(keyOf(eventXml(press)));
  });

  it('differs for two people changed in the same second', () => {
    const change = (id: string) =>
      eventXml(`<Event>change_contact</Event><ChangeType>update_user</ChangeType><UserID>${id}</UserID>`);
    expect(keyOf(change('a1'))).not.toBe(keyOf(change('a2')));
  });
});
