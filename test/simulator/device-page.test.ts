import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { ensureBrowser } from '../../scripts/lib/browser.mjs';
import { buttonCard } from './cards.ts';
import { startSigningApp } from './device-app.ts';
import { startFakeCrm } from './fake-crm.ts';
import { type Rig, startSimulator } from './start-simulator.ts';

const BUILD_MS = 120_000;
let webFolder: string;
let browser: Browser;
const pages: Page[] = [];

beforeAll(async () => {
  webFolder = await mkdtemp(join(tmpdir(), 'simulator-web-'));
  const vite = join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js');
  const config = join(import.meta.dirname, '../../simulator/web/vite.config.ts');
  const args = [vite, 'build', '--config', config, '--outDir', webFolder, '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, args, { env: { ...process.env, NODE_ENV: 'production' } });
  const executablePath = await ensureBrowser(() => undefined);
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
}, BUILD_MS);

afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
});

afterAll(async () => {
  await browser?.close();
  await rm(webFolder, { recursive: true, force: true });
});

async function openPage({ simulator }: Rig, userid: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  pages.push(page);
  await page.goto(`http://wecom.localhost:${simulator.port}/?as=${userid}`);
  return page;
}

describe('the simulator in a browser', () => {
  it('takes the press of a card to the CRM and shows the result that comes back', async () => {
    const rig = await startSimulator({ webFolder });
    const crm = await startFakeCrm(rig);
    await rig.send({ touser: 'lead', msgtype: 'template_card', template_card: buttonCard() });
    const page = await openPage(rig, 'lead');
    const chats = page.getByRole('region', { name: '会话', exact: true });
    await chats.getByRole('button', { name: /销售助手/ }).click();
    await chats.getByLabel('原因').selectOption({ label: '竞争' });
    await chats.getByRole('button', { name: '同意' }).click();

    await expect.poll(() => crm.events('template_card_event').length).toBe(1);
    const xml = crm.events('template_card_event')[0] ?? '';
    expect(xml).toContain('<EventKey><![CDATA[approve:1]]>');
    expect(xml).toContain('<FromUserName><![CDATA[lead]]>');
    expect(xml).toContain('<OptionId><![CDATA[r2]]>');

    const response_code = /<ResponseCode><!\[CDATA\[(.+?)\]\]>/.exec(xml)?.[1];
    const update = { userids: ['lead'], agentid: 1000002, response_code, button: { replace_name: '已同意' } };
    await rig.post('/cgi-bin/message/update_template_card', update);
    await chats.getByRole('status').getByText('已同意').waitFor();
    expect(await chats.getByRole('button', { name: '拒绝' }).count()).toBe(0);
  });

  it('logs the person in on the phone and answers the JS-SDK with the colleague chosen there', async () => {
    const rig = await startSimulator({ webFolder });
    await startSigningApp(rig);
    const page = await openPage(rig, 'amy');
    await page.getByRole('button', { name: '打开客户管理' }).click();
    const web = page.frameLocator('iframe[title="手机网页"]');
    await web.getByText('你好 amy').waitFor();
    await web.getByRole('button', { name: '选人' }).click();
    await page.getByRole('dialog', { name: '选择同事' }).getByRole('button', { name: /组长/ }).click();
    await web.getByText('lead 组长').waitFor();
    expect(await web.locator('#client').innerText()).toMatch(/wxwork\/4\.1\.36/);
    await page.getByRole('button', { name: '关闭网页' }).click();
    await page.getByRole('button', { name: '打开客户管理' }).waitFor();
  });

  it('signs a person who was disabled out of the phone at once', async () => {
    const rig = await startSimulator({ webFolder });
    const page = await openPage(rig, 'amy');
    await page.getByRole('button', { name: '打开客户管理' }).waitFor();
    await rig.control('PATCH', 'people/amy', { status: 2 });
    await page.getByText('艾米的企业微信已退出登录').waitFor();
  });
});
