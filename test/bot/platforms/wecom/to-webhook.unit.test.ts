import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type ChatContent } from '../../../../server/ports/chat.ts';
import { type MessageView } from '../../../../simulator/control/types.ts';
import { approval, cardOf, png } from './contents.ts';
import { failureOf, startTenant, type Tenant } from './tenant.ts';

describe('messages to a group through its webhook', () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await startTenant();
  });
  afterEach(() => tenant.close());

  async function toGroup(content: ChatContent): Promise<MessageView> {
    const { webhookUrl, chatid } = await tenant.group('华东销售群');
    await tenant.platform.chat.send({ kind: 'webhook', address: webhookUrl }, content);
    return tenant.lastMessage(`group:${chatid}`, 'wanglei');
  }

  it('are text without mentions nobody meant', async () => {
    const { content } = await toGroup({ type: 'text', text: '客户说 <@all> 好' });
    expect(content).toMatchObject({ kind: 'text', text: '客户说 ＜@all> 好', mentionsEveryone: false, mentions: [] });
  });

  it('are markdown of up to 4096 bytes', async () => {
    const { content } = await toGroup({ type: 'markdown', markdown: '签约金额\n'.repeat(500) });
    if (content.kind !== 'markdown') throw new Error('not markdown');
    expect(Buffer.byteLength(content.text)).toBeGreaterThan(4000);
  });

  it('are pictures', async () => {
    const picture = png(300_000);
    const { content } = await toGroup({ type: 'picture', png: picture, name: '日报' });
    if (content.kind !== 'image') throw new Error('not an image');
    const response = await fetch(tenant.simulator.url + content.url);
    expect(Buffer.from(await response.arrayBuffer()).equals(picture)).toBe(true);
  });

  it('are cards that only open a page', async () => {
    const message = await toGroup({
      type: 'card',
      card: approval('w1', { emphasis: { value: '12', label: '今日跟进' } }),
    });
    const { template } = cardOf(message);
    expect(template).toMatchObject({ card_type: 'text_notice', emphasis_content: { title: '12', desc: '今日跟进' } });
  });

  it('never change afterwards', async () => {
    const { webhookUrl } = await tenant.group('华东销售群');
    const update = tenant.platform.chat.updateCard(
      { kind: 'webhook', address: webhookUrl },
      { updateCode: null },
      approval('w2'),
    );
    expect((await failureOf(update)).code).toBe('rejected');
  });

  it('wait a minute when the robot said enough, other groups go on', async () => {
    const busy = await tenant.group('华东销售群');
    const calm = await tenant.group('公司经营日报群');
    const say = (address: string) =>
      tenant.platform.chat.send({ kind: 'webhook', address }, { type: 'text', text: '在' });
    for (let n = 0; n < 20; n++) await say(busy.webhookUrl);
    const error = await failureOf(say(busy.webhookUrl));
    expect([error.code, error.retryAfterMs]).toEqual(['rate_limited', 60_000]);
    await expect(say(calm.webhookUrl)).resolves.toBeDefined();
  });

  it.each([
    ['a stranger', 'https://evil.example/cgi-bin/webhook/send?key=abc'],
    ['an inner service', 'http://169.254.169.254/latest/meta-data'],
    ['another path', 'https://qyapi.weixin.qq.com/cgi-bin/gettoken?key=abc'],
    ['no key', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send'],
    ['nonsense', '群机器人'],
  ])('never go to %s', async (_what, address) => {
    const error = await failureOf(tenant.platform.chat.send({ kind: 'webhook', address }, { type: 'text', text: 'x' }));
    expect([error.code, error.platformCode]).toEqual(['recipient_invalid', 'webhook_address']);
  });

  it('say when the robot was removed from the group', async () => {
    const address = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000-0000-0000-0000-000000000000';
    const error = await failureOf(tenant.platform.chat.send({ kind: 'webhook', address }, { type: 'text', text: 'x' }));
    expect([error.code, error.platformCode]).toEqual(['recipient_invalid', '93000']);
  });
});
