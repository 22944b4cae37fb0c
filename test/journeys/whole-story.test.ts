import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { getCustomer } from '../../server/contract/customers.ts';
import { getOpportunity } from '../../server/contract/opportunities.ts';
import { getMe } from '../../server/contract/session.ts';
import { launchBrowser, listenForComplaints, openContext } from '../support/browser.ts';
import { shoot } from '../support/browser-shots.ts';
import type { GroupView } from '../../simulator/control/types.ts';
import { openStage, type Stage } from '../support/processes-stage.ts';
import { signIn } from '../support/processes-person.ts';
import { openDeal } from './deals.ts';

let stage: Stage;
let browser: Browser;

beforeAll(async () => {
  stage = await openStage({ label: 'story', history: true, roles: ['all'] });
  browser = await launchBrowser();
});
afterEach(async ({ task }) => {
  const pages = browser.contexts().flatMap((context) => context.pages());
  if (task.result?.state === 'fail') for (const page of pages) await shoot(page, 'story-failed');
  for (const page of pages) await page.context().close();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

/** The simulator's page as somebody sees it who plays the whole company. */
const openShow = async (): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`http://wecom.localhost:${stage.simulatorPort}/`);
  return page;
};
const become = (page: Page, userid: string) => page.locator(`[data-person="${userid}"]`).first().click();
const phoneOf = (page: Page): FrameLocator => page.frameLocator('iframe[title="手机网页"]');
const openApp = async (page: Page): Promise<FrameLocator> => {
  await page.getByRole('button', { name: '打开客户管理' }).click();
  await phoneOf(page).getByRole('heading', { name: '销售漏斗' }).waitFor();
  return phoneOf(page);
};
const chatsOf = (page: Page): Locator => page.getByRole('region', { name: '会话', exact: true });
const openChat = async (page: Page, conversation: string): Promise<Locator> => {
  await chatsOf(page).locator(`[data-conversation="${conversation}"]`).click();
  return chatsOf(page);
};

describe('the whole story, played alone in a browser', () => {
  it('goes from a contact over an approval to the digest in the group', async () => {
    const deal = await openDeal(stage, 'wanglei', '太仓明志机械');
    const page = await openShow();
    const complaints = listenForComplaints(page);

    await become(page, 'wanglei');
    const phone = await openApp(page);
    await phone.getByText('3月11日 周三').first().waitFor();
    await shoot(page, 'story-1-workbench', 'showroom.png');

    await openCustomer(phone, '太仓明志机械');
    await logContact(phone, '客户确认本周出采购合同');
    await shoot(page, 'story-2-contact');
    await winBelowList(phone, deal.name, Math.round((deal.listPrice / 100) * 0.82));
    await shoot(page, 'story-3-asked');

    await become(page, 'chenjianguo');
    const leaderChat = await openChat(page, 'app:chenjianguo');
    const card = leaderChat.locator('.template-card').filter({ hasText: deal.name }).last();
    await card.getByRole('button', { name: '同意' }).waitFor();
    await shoot(page, 'story-4-card');
    if (process.env['UPDATE_DOCS'] === '1') await pictureCard();
    await card.getByRole('button', { name: '同意' }).click();
    await card.getByRole('status').getByText('已同意').waitFor();
    expect(await card.getByRole('button', { name: '拒绝' }).count()).toBe(0);

    await become(page, 'wanglei');
    const sellerChat = await openChat(page, 'app:wanglei');
    await sellerChat.getByRole('heading', { name: '陈建国同意了您的申请' }).waitFor();
    await expect
      .poll(async () => (await deal.seller.get(getOpportunity, { params: { id: deal.opportunityId } })).state)
      .toBe('won');
    const again = await openApp(page);
    await openCustomer(again, '太仓明志机械');
    await openOpportunity(again, deal.name);
    await again.getByText('赢单', { exact: true }).first().waitFor();
    await shoot(page, 'story-5-won');

    await page.getByRole('button', { name: '模拟时间' }).click();
    await page.getByRole('button', { name: '跳到 18:30' }).click();
    await readDigest(page, deal.name);
    expect(complaints).toEqual([]);
  });

  it('hands the customers of somebody who leaves over to the leader who takes them', async () => {
    const deal = await openDeal(stage, 'liuyang', '昆山同泰电子');
    const page = await openShow();
    await become(page, 'liuyang');
    await page.getByRole('button', { name: '刘洋的操作' }).click();
    await page.getByText('离职', { exact: true }).last().click();
    await page.getByRole('button', { name: '确认离职' }).click();
    await page.getByText('刘洋的企业微信已退出登录').waitFor();
    await expect.poll(async () => (await deal.seller.call(getMe)).status, { timeout: 20_000 }).toBe(401);

    await become(page, 'xuwenjie');
    const chat = await openChat(page, 'app:xuwenjie');
    const card = chat.locator('.template-card').filter({ hasText: '刘洋 的客户待交接' }).last();
    await card.getByRole('button', { name: '由我接手' }).click();
    await card.getByRole('status').waitFor();
    await shoot(page, 'story-8-hand-over');

    const leader = await signIn(stage, 'xuwenjie');
    const ownerOf = async () => (await leader.get(getCustomer, { params: { id: deal.customerId } })).owner?.name;
    await expect.poll(ownerOf, { timeout: 20_000 }).toBe('徐文杰');
    const opportunity = await leader.get(getOpportunity, { params: { id: deal.opportunityId } });
    expect(opportunity.owner?.name).toBe('徐文杰');
    await chat
      .getByRole('heading', { name: /刘洋 的(客户交到您手上|交接已完成)/ })
      .last()
      .waitFor();
    await shoot(page, 'story-9-handed-over');
  });
});

const openCustomer = async (phone: FrameLocator, name: string): Promise<void> => {
  await phone.getByRole('navigation', { name: '主要页面' }).getByText('客户').click();
  await phone.locator('[data-row]').filter({ hasText: name }).first().click();
};

const logContact = async (phone: FrameLocator, content: string): Promise<void> => {
  await phone.locator('footer').getByRole('button', { name: '记跟进' }).click();
  const sheet = phone.getByRole('dialog', { name: '记跟进' });
  await sheet.getByText('电话', { exact: true }).click();
  await sheet.getByPlaceholder('发生了什么,客户怎么说').fill(content);
  await sheet.getByText('明天上午').click();
  await sheet.getByRole('button', { name: '保存' }).click();
  await phone.getByText(content).first().waitFor();
};

/** The leader's card as a phone shows it, for the README. */
const pictureCard = async (): Promise<void> => {
  const context = await openContext(browser);
  const page = await context.newPage();
  await page.goto(`http://wecom.localhost:${stage.simulatorPort}/?as=chenjianguo`);
  await page.getByRole('navigation', { name: '栏目' }).getByRole('button', { name: '会话' }).click();
  const chat = await openChat(page, 'app:chenjianguo');
  await chat.getByRole('button', { name: '同意' }).waitFor();
  await shoot(page, 'story-4-card-on-phone', 'approval-card.png');
  await context.close();
};

/** From the customer's page. */
const openOpportunity = async (phone: FrameLocator, name: string): Promise<void> => {
  await phone.getByRole('tab', { name: /^商机/ }).click();
  await phone.getByRole('link').filter({ hasText: name }).click();
};

const winBelowList = async (phone: FrameLocator, name: string, yuan: number): Promise<void> => {
  await openOpportunity(phone, name);
  await phone.locator('footer').getByRole('button', { name: '赢单' }).click();
  const sheet = phone.getByRole('dialog', { name: '赢单' });
  await sheet.locator('.price input').fill(String(yuan));
  await sheet.getByRole('button', { name: '确认赢单' }).click();
  await phone.getByText('已提交审批').waitFor();
  await phone.getByRole('button', { name: '知道了' }).click();
};

/** The digest as the salesperson finds it in the group of the region, and the rows behind its number of won deals. */
const readDigest = async (page: Page, dealName: string): Promise<void> => {
  const group = chatsOf(page).locator('[data-conversation^="group:"]').filter({ hasText: '华东销售群' });
  await group.click();
  const messages = chatsOf(page).locator('article[data-message]');
  await messages.locator('.template-card').getByText(/日报/).first().waitFor({ timeout: 30_000 });
  await messages.locator('img').first().waitFor();
  const groups = await stage.control.get<GroupView[]>('groups');
  const chatid = groups.find(({ name }) => name === '华东销售群')?.chatid ?? '';
  const digest = await stage.control.messagesOf(`group:${chatid}`, 'wanglei');
  expect(digest.map(({ content }) => content.kind)).toEqual(['markdown', 'image', 'card']);
  await shoot(page, 'story-6-group');
  await messages.locator('.template-card .main').last().click();
  const phone = phoneOf(page);
  await phone.getByRole('link', { name: /^赢单,当天/ }).click();
  await phone.locator('.list-row').filter({ hasText: dealName }).first().waitFor();
  await shoot(page, 'story-7-rows');
};
