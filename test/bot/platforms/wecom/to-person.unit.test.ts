import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type ChatContent } from '../../../../server/ports/chat.ts';
import { type MessageView } from '../../../../simulator/control/types.ts';
import { approval, png } from './contents.ts';
import { failureOf, startTenant, type Tenant } from './tenant.ts';

const chen = { kind: 'person', account: 'chenjianguo' } as const;
const SEND = '/cgi-bin/message/send';

describe('messages to a person', () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await startTenant();
  });
  afterEach(() => tenant.close());

  const send = (content: ChatContent, duplicateKey?: string) =>
    tenant.platform.chat.send(chen, content, duplicateKey === undefined ? {} : { duplicateKey });
  const last = async () => (await tenant.lastMessage('app:chenjianguo', 'chenjianguo')).content;

  it('arrive as text in which nothing becomes a link or a mention', async () => {
    const receipt = await send({ type: 'text', text: '王磊：<a href="https://evil.example">点我</a>' });
    expect(receipt).toEqual({ platformMessageId: expect.any(String) as unknown, updateCode: null });
    expect(await last()).toMatchObject({ kind: 'text', text: '王磊：＜a href="https://evil.example">点我＜/a>' });
  });

  it('lose signs which the platform refuses', async () => {
    await send({ type: 'text', text: '甲\u0007乙\ud83d丙😀' });
    expect(await last()).toMatchObject({ text: '甲乙丙😀' });
  });

  it('are cut where the platform would refuse them', async () => {
    const markdown = Array.from({ length: 200 }, (_, n) => `> 第 ${n} 行：华东智造`).join('\n');
    await send({ type: 'markdown', markdown });
    const content = await last();
    if (content.kind !== 'markdown') throw new Error('not markdown');
    expect(Buffer.byteLength(content.text)).toBeLessThanOrEqual(2048);
    expect(content.text.endsWith('华东智造\n…')).toBe(true);
  });

  it('may be pictures with a Chinese name', async () => {
    const picture = png();
    await send({ type: 'picture', png: picture, name: '漏斗 "1".png' });
    const content = await last();
    if (content.kind !== 'image') throw new Error('not an image');
    const response = await fetch(tenant.simulator.url + content.url);
    expect(Buffer.from(await response.arrayBuffer()).equals(picture)).toBe(true);
  });

  it('are refused when the picture is too large, without asking the platform', async () => {
    const error = await failureOf(send({ type: 'picture', png: png(10 * 1024 * 1024), name: 'x' }));
    expect([error.code, error.platformCode]).toEqual(['rejected', 'picture_too_large']);
    expect(await tenant.requests('/cgi-bin/media/upload')).toHaveLength(0);
  });

  it.each<[string, ChatContent]>([
    ['text', { type: 'text', text: '下次联系：华东智造' }],
    ['notice', { type: 'card', card: approval('n1', { actions: [] }) }],
    ['card with buttons', { type: 'card', card: approval('b1') }],
    ['card settled before it was sent', { type: 'card', card: approval('b2', { settled: '陈建国 已同意' }) }],
    ['picture', { type: 'picture', png: png(), name: '日报.png' }],
  ])('sent again with their duplicate key do not arrive twice: %s', async (_what, content) => {
    await send(content, 'message-1');
    const restarted = tenant.createPlatform();
    await expect(restarted.chat.send(chen, content, { duplicateKey: 'message-1' })).resolves.toBeDefined();
    const page = await tenant.control<{ messages: MessageView[] }>(
      'GET',
      'conversations/app:chenjianguo/messages?for=chenjianguo',
    );
    expect(page.messages).toHaveLength(1);
    expect(await tenant.requests(SEND)).toHaveLength(2);
  });

  it('say when the person is outside the visible range or unknown', async () => {
    await tenant.control('PUT', 'visible-range', { departmentIds: [5], userids: [] });
    expect((await failureOf(send({ type: 'text', text: 'x' }))).code).toBe('recipient_invalid');
    const nobody = tenant.platform.chat.send({ kind: 'person', account: 'nobody' }, { type: 'text', text: 'x' });
    expect((await failureOf(nobody)).code).toBe('recipient_invalid');
  });

  it('say so too when the platform accepts the message and names the person as invalid', async () => {
    const http: typeof fetch = async (url, init) =>
      String(url).includes(SEND)
        ? Response.json({ errcode: 0, errmsg: 'ok', invaliduser: 'chenjianguo', msgid: 'M' })
        : fetch(url, init);
    const sent = tenant.createPlatform({}, { http }).chat.send(chen, { type: 'text', text: 'x' });
    const error = await failureOf(sent);
    expect([error.code, error.platformCode]).toEqual(['recipient_invalid', 'invaliduser']);
  });

  it.each(['@all', 'wanglei|zhaomin', ''])('never go to many people by an account like %j', async (account) => {
    const error = await failureOf(tenant.platform.chat.send({ kind: 'person', account }, { type: 'text', text: 'x' }));
    expect(error.code).toBe('recipient_invalid');
    expect(await tenant.requests(SEND)).toHaveLength(0);
  });

  it('reach an account whatever its case', async () => {
    await tenant.platform.chat.send({ kind: 'person', account: 'ChenJianGuo' }, { type: 'text', text: '大小写' });
    expect(await last()).toMatchObject({ text: '大小写' });
  });
});
