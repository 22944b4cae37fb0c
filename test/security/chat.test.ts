import { describe, expect, it } from 'vitest';
import { createOpenUrl } from '../../bot/platforms/wecom/cards.ts';
import { sendToPerson, type AppSender } from '../../bot/platforms/wecom/sending/to-person.ts';
import { sendToRobotChat } from '../../bot/platforms/wecom/sending/to-robot.ts';
import { sendToWebhook, type WebhookSender } from '../../bot/platforms/wecom/sending/to-webhook.ts';
import type { WecomRobot } from '../../bot/platforms/wecom/robot.ts';
import { commentOnFollowUp, logFollowUp } from '../../server/contract/activities.ts';
import { askForCooperation, createCustomer } from '../../server/contract/customers.ts';
import { createOpportunity, winOpportunity } from '../../server/contract/opportunities.ts';
import { createProduct } from '../../server/contract/catalogue.ts';
import { bindGroup } from '../../server/contract/reports.ts';
import { runDueJobs } from '../../server/kernel/schedule.ts';
import type { ChatContent } from '../../server/ports/chat.ts';
import { deliver } from '../bot/delivering.ts';
import { useWorld } from '../support/world.ts';

const world = useWorld();
const ours = 'https://crm.example.com';
const openUrl = createOpenUrl(ours);
const webhook = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k1';

/** What each of the three ways to send would put on the wire. */
const onTheWire = async (content: ChatContent): Promise<object[]> => {
  const wire: object[] = [];
  const client = {
    call: ({ body }: { body: object }) => {
      wire.push(body);
      return Promise.resolve({});
    },
  };
  const config = { corpId: 'c', agentId: 1 };
  await sendToPerson({ client, config, openUrl } as unknown as AppSender, 'wangfang', content, undefined);
  await sendToWebhook(
    { client, openUrl, apiUrl: 'https://qyapi.weixin.qq.com' } as unknown as WebhookSender,
    webhook,
    content,
  );
  const say = (_chat: string, said: unknown) => Promise.resolve(void wire.push({ said }));
  await sendToRobotChat({ sendMarkdown: say, sendCard: say } as unknown as WecomRobot, openUrl, 'chat', content);
  return wire;
};

/** Every text in a message with the name of the field it stands in. */
const textsIn = (value: unknown, name = ''): [name: string, text: string][] => {
  if (typeof value === 'string') return [[name, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => textsIn(part, Array.isArray(value) ? name : key));
};

/** What a format reads in a text: plain messages know tags, markdown links as well; a card's own texts are plain (docs 90236, 99110). */
const markupOf = (wire: object, field: string): RegExp | null => {
  if (field !== 'content' && field !== 'said') return null;
  return 'msgtype' in wire && wire.msgtype === 'text' ? /<(?=[a-z/@!])/i : /<(?=[a-z/@!])|\]\(/i;
};

const breakouts = (wire: object): string[] =>
  textsIn(wire).flatMap(([name, text]) => {
    if (name === 'url') return text.startsWith(`${ours}/open?to=%2F`) ? [] : [`links to ${text}`];
    return markupOf(wire, name)?.test(text) ? [`reads as markup: ${text}`] : [];
  });

const typed = [
  '<@all>大家看',
  '<@wangfang>',
  '[点我](https://evil.example)',
  '<a href="https://evil.example">领奖</a>',
  ']]></Content><Event>x</Event>',
  '"},"url":"https://evil.example","x":{"',
  '**粗**\n# 标题\n> 引用',
] as const;

describe('what people type', () => {
  it.each(typed)('reaches colleagues as text: %j', async (text) => {
    const company = await world.company.standard();
    const { alice, bob, carol, eastLeader, admin, east } = company;
    const line = text.replace(/\n/g, ' ').slice(0, 60);
    const expectOk = <T extends { ok: boolean; problem: unknown }>(answer: T): T => {
      expect(answer.problem).toBeNull();
      return answer;
    };
    await world.company.person(line, { departmentId: east, leaderId: eastLeader });
    await world.kernel.db('people').where({ id: alice }).update({ name: line });
    await world.kernel.db('departments').where({ id: east }).update({ name: line });
    await world.kernel.db('org_state').increment('version', 1);
    const address = 'https://group.test/send?key=k1';
    expectOk(
      await world.call(eastLeader, bindGroup, { body: { name: line, kind: 'webhook', departmentId: east, address } }),
    );
    const customer = expectOk(await world.call(alice, createCustomer, { body: { name: line, kind: 'customer' } }));
    const customerId = customer.data?.id ?? '';
    expectOk(await world.call(carol, askForCooperation, { body: { name: line, note: text } }));
    const product = expectOk(await world.call(admin, createProduct, { body: { name: line, listPrice: 100_000 } }));
    const lines = [{ productId: product.data?.id ?? '', quantity: 1, agreedPrice: 80_000 }];
    const deal = expectOk(await world.call(alice, createOpportunity, { body: { name: line, customerId, lines } }));
    const params = { id: deal.data?.id ?? '' };
    expectOk(await world.call(alice, winOpportunity, { params, body: { version: 1, note: text } }));
    const log = expectOk(
      await world.call(alice, logFollowUp, { body: { customerId, kind: 'call', content: text, colleagueIds: [bob] } }),
    );
    expectOk(await world.call(eastLeader, commentOnFollowUp, { params: { id: log.data?.id ?? '' }, body: { text } }));
    world.clock.set(new Date('2026-03-11T10:30:00.000Z'));
    await runDueJobs(
      world.kernel,
      world.product.jobs.filter((job) => job.name === 'daily digest'),
    );
    await deliver(world);
    const contents = world.platform.sent.map(({ content }) => content).filter(({ type }) => type !== 'picture');
    expect(new Set(contents.map(({ type }) => type))).toEqual(new Set(['card', 'markdown']));
    const plain: ChatContent = { type: 'text', text };
    const wire = (await Promise.all([...contents, plain].map(onTheWire))).flat();
    // At least the request, the approval, the comment and the digest speak of it.
    expect(wire.filter((one) => JSON.stringify(one).includes(line.slice(1, 4))).length).toBeGreaterThan(8);
    expect(wire.flatMap(breakouts)).toEqual([]);
  });

  it('is reported when it breaks out', () => {
    expect(breakouts({ msgtype: 'text', text: { content: '<@all>' } })).toHaveLength(1);
    expect(breakouts({ msgtype: 'markdown', markdown: { content: '[a](b)' } })).toHaveLength(1);
    expect(breakouts({ said: 'x [a](b)' })).toHaveLength(1);
    expect(breakouts({ card_action: { type: 1, url: 'https://evil.example' } })).toHaveLength(1);
  });
});
