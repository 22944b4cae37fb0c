import { describe, expect, it } from 'vitest';

import { open, seal, sign, signJsSdk } from '../../simulator/wecom/crypto.ts';

const random = Buffer.from('ABCDEFGHIJKLMNOP');
const token = 'crmtoken123';
const aesKey = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY';
const corpId = 'wwtestcorp00000001';

describe('the callback crypto', () => {
  it.each([
    {
      message: '1234567890123456',
      receiveId: corpId,
      sealed: 'j6vsOpBNQ16EYTy8Pn5HPWV5Q2L1iEotSis0HargfY6P84Sb1/GogHTRKGEOzGYDeMNK/Px/JSM8r6jHs7EdHQ==',
      signature: '1a820137a0b3857293f30b4e0a139eb92d3b839d',
    },
    {
      message: '{"msgtype":"text"}',
      receiveId: '',
      sealed: 'j6vsOpBNQ16EYTy8Pn5HPRyWRCQJRnXTjOTwCnKI2SgWjS+1zGNNtghjzJ+xbyf0ArDXXZf0BDIqwd+/qZB+RQ==',
      signature: '9d1b354701a879cbc700dd753dfeaa17483dee11',
    },
  ])('seals and signs $message as the golden vector does', ({ message, receiveId, sealed, signature }) => {
    expect(seal(aesKey, message, receiveId, random)).toBe(sealed);
    expect(sign(token, '1700000001', 'nonce42', sealed)).toBe(signature);
    expect(open(aesKey, sealed)).toEqual({ message, receiveId, random });
  });

  it('counts bytes, not characters', () => {
    const sealed = 'j6vsOpBNQ16EYTy8Pn5HPSc9ZI0oZDd5Me7piR7npBLnL06pUkTRt2EOe+mEWlB+ugU/zcFyOkOCNUiA7xkwpg==';
    expect(seal(aesKey, '你好', corpId, random)).toBe(sealed);
    expect(open(aesKey, sealed).message).toBe('你好');
  });

  it('opens the official sample', () => {
    const echo = 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==';
    const opened = open('jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C', echo);
    expect(opened.message).toBe('1616140317555161061');
    expect(opened.receiveId).toBe('wx5823bf96d3bd56c7');
    expect(sign('QDG6eK', '1409659589', '263014780', echo)).toBe('5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3');
  });

  it('refuses what another key sealed', () => {
    const other = seal(aesKey.replace('M', 'N'), 'hello', corpId);
    expect(() => open(aesKey, other)).toThrow();
  });
});

describe('the JS-SDK signature', () => {
  it.each([
    [
      'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
      'Wm3WZYTPz0wzccnW',
      '1414587457',
      'http://mp.weixin.qq.com?params=value',
      '0f9de62fce790f9a083d5c99e95740ceb90c27ed',
    ],
    [
      'TICKET_TEST_0001',
      'abc123XYZ',
      '1700000000',
      'https://crm.example.com/h5/customers?id=7&tab=log#top',
      'dc2b06d5e3be0bdb4fb61ddea21f9cf47fee968a',
    ],
  ])('of ticket %s leaves the fragment out', (ticket, nonceStr, timestamp, url, signature) => {
    expect(signJsSdk(ticket, nonceStr, timestamp, url)).toBe(signature);
  });
});
