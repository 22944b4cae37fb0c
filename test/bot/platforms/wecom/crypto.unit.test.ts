import { createCipheriv } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { hasValidSignature, open } from '../../../../bot/platforms/wecom/crypto.ts';
import { vectorA, vectorB } from './vectors.ts';

const { token, aesKey, corpId, timestamp, nonce } = vectorB;

/** Encrypts bytes as they are, so that a test can seal what no honest sender would. */
function sealRaw(plain: Buffer): string {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

function layOut(message: string, padding: (missing: number) => Buffer): Buffer {
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([Buffer.from('ABCDEFGHIJKLMNOP'), length, text, Buffer.from(corpId)]);
  return Buffer.concat([plain, padding(32 - (plain.length % 32))]);
}

describe('the signature of a callback', () => {
  it("is the one of the platform's own libraries", () => {
    expect(hasValidSignature(vectorA.token, vectorA.address)).toBe(true);
    expect(hasValidSignature(vectorA.token, vectorA.message)).toBe(true);
  });

  it.each(vectorB.cases.filter((each) => each.signature !== null))('is right for vector $name', (each) => {
    expect(hasValidSignature(token, { timestamp, nonce, sealed: each.sealed, signature: each.signature ?? '' })).toBe(
      true,
    );
  });

  it.each([
    ['another token', 'crmtoken124', {}],
    ['another time', token, { timestamp: '1700000002' }],
    ['another nonce', token, { nonce: 'nonce43' }],
    ['another text', token, { sealed: vectorB.cases[1].sealed }],
    ['a shorter signature', token, { signature: vectorB.cases[0].signature.slice(0, 39) }],
    ['an upper-case signature', token, { signature: vectorB.cases[0].signature.toUpperCase() }],
  ])('does not fit %s', (_what, withToken, change) => {
    const { sealed, signature } = vectorB.cases[0];
    expect(hasValidSignature(withToken, { timestamp, nonce, sealed, signature, ...change })).toBe(false);
  });
});

describe('open', () => {
  it('reads both official samples', () => {
    expect(open(vectorA.aesKey, vectorA.address.sealed, vectorA.corpId)).toEqual({ message: vectorA.address.echo });
    const opened = open(vectorA.aesKey, vectorA.message.sealed, vectorA.corpId);
    expect(opened).toMatchObject({
      message: expect.stringContaining('<Content><![CDATA[hello]]></Content>') as unknown,
    });
  });

  it.each(vectorB.cases)('reads vector $name', ({ sealed, receiveId, message }) => {
    expect(open(aesKey, sealed, receiveId)).toEqual({ message });
  });

  it('tells a text sealed for another company', () => {
    expect(open(aesKey, vectorB.cases[0].sealed, 'wwothercorp0000001')).toBe('foreign');
  });

  it.each([
    ['a truncated text', vectorB.cases[0].sealed.slice(0, -6)],
    ['a text with a block missing', Buffer.from(vectorB.cases[1].sealed, 'base64').subarray(0, -16).toString('base64')],
    ['foreign letters', vectorB.cases[0].sealed.replace('/', '_')],
    ['nothing', ''],
    ['random bytes', Buffer.alloc(64, 7).toString('base64')],
    ['padding of zeros', sealRaw(layOut('hello', (missing) => Buffer.alloc(missing)))],
    ['padding beyond a block', sealRaw(layOut('hello', (missing) => Buffer.alloc(missing, 33)))],
    ['padding that is too short', sealRaw(layOut('hello', (missing) => Buffer.alloc(missing, 1)))],
    [
      'a length beyond the end',
      sealRaw(Buffer.concat([Buffer.alloc(16), Buffer.alloc(4, 0xff), Buffer.alloc(12, 12)])),
    ],
  ])('refuses %s', (_what, sealed) => {
    expect(open(aesKey, sealed, corpId)).toBe('unreadable');
  });

  it('does not open with another key', () => {
    expect(open(vectorA.aesKey, vectorB.cases[0].sealed, corpId)).toBe('unreadable');
  });

  it('seals the same bytes as the raw writer of these tests', () => {
    const honest = sealRaw(layOut('1234567890123456', (missing) => Buffer.alloc(missing, missing)));
    expect(honest).toBe(vectorB.cases[0].sealed);
  });
});
