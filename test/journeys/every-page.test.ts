import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { listApprovals } from '../../server/contract/approvals.ts';
import { listCustomers } from '../../server/contract/customers.ts';
import { listHandovers } from '../../server/contract/handover.ts';
import { listOpportunities } from '../../server/contract/opportunities.ts';
import { listDepartments, listPeople, listRoles, listSyncs } from '../../server/contract/org.ts';
import { listDigests } from '../../server/contract/reports.ts';
import {
  deskSize,
  launchBrowser,
  listenForComplaints,
  openContext,
  phoneSize,
  phoneUrl,
  watchSettling,
} from '../support/browser.ts';
import { shoot } from '../support/browser-shots.ts';
import { signIn, type Person } from '../support/processes-person.ts';
import { openStage, type Stage } from '../support/processes-stage.ts';
import { askToWin, openDeal } from './deals.ts';

let stage: Stage;
let browser: Browser;

beforeAll(async () => {
  stage = await openStage({ label: 'pages', history: true, roles: ['all'] });
  await askToWin(await openDeal(stage, 'wanglei', '太仓明志机械'), 0.85);
  const [boss, leader] = [await signIn(stage, 'zhangyuanhang'), await signIn(stage, 'chenjianguo')];
  await stage.control.send('DELETE', 'people/zhouyuting');
  await stage.control.moveClock('2026-03-11T10:30:00.000Z');
  const patience = { timeout: 45_000, interval: 500 };
  await vi.waitUntil(async () => (await boss.get(listDigests)).items.length > 1, patience);
  await vi.waitUntil(async () => (await leader.get(listHandovers)).items.length > 0, patience);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

/** Pages anybody who sells has; addresses of records are those of the viewer. */
const pagesOf = async (person: Person): Promise<string[]> => {
  const [, customer] = (await person.get(listCustomers, { query: {} })).items;
  const [opportunity] = (await person.get(listOpportunities, { query: {} })).items;
  const boxes = ['pending', 'mine', 'done'] as const;
  const approvals = await Promise.all(boxes.map((box) => person.get(listApprovals, { query: { box } })));
  const approval = approvals.flatMap(({ items }) => items)[0];
  const [digest] = (await person.get(listDigests)).items;
  const [colleague] = (await person.get(listPeople, { query: {} })).items;
  return [
    '/',
    '/search',
    '/customers',
    '/customers/new',
    '/customers/bin',
    ...(customer ? ['', '/edit', '/contacts/new'].map((rest) => `/customers/${customer.id}${rest}`) : []),
    '/opportunities',
    '/opportunities/new',
    '/opportunities/bin',
    '/opportunities/funnel',
    ...(opportunity ? ['', '/edit'].map((rest) => `/opportunities/${opportunity.id}${rest}`) : []),
    '/approvals',
    ...(approval ? [`/approvals/${approval.id}`] : []),
    '/follow-ups',
    '/due-contacts',
    '/digests',
    ...(digest ? ['', '/rows/follow_ups'].map((rest) => `/digests/${digest.id}${rest}`) : []),
    '/handovers',
    '/me',
    '/me/preferences',
    ...(colleague ? [`/people/${colleague.id}`] : []),
  ];
};

const leaderPages = async (person: Person): Promise<string[]> => {
  const [handover] = (await person.get(listHandovers)).items;
  return [
    '/due-contacts?team=1',
    '/admin/groups',
    '/admin/groups/new',
    `/handovers/${handover?.id}`,
    `/handovers/${handover?.id}/assignment`,
  ];
};

const administratorPages = async (person: Person): Promise<string[]> => {
  const [department] = (await person.get(listDepartments)).items;
  const [role] = (await person.get(listRoles)).items;
  const [sync] = (await person.get(listSyncs, { query: {} })).items;
  const [colleague] = (await person.get(listPeople, { query: {} })).items;
  return [
    '/me',
    '/admin/org',
    '/admin/org?tab=syncs',
    `/admin/departments/${department?.id}`,
    `/admin/people/${colleague?.id}`,
    `/admin/org-syncs/${sync?.id}`,
    '/admin/roles',
    '/admin/roles/new',
    `/admin/roles/${role?.id}`,
    '/admin/groups',
    '/admin/products',
    '/admin/dictionaries',
    '/admin/messages',
  ];
};

/** Paths of pages whose pictures are in the README. */
const docsPictures = {
  '^/$': 'workbench.png',
  '^/customers/\\d+$': 'customer.png',
  '^/digests/\\d+$': 'digest.png',
};

/** Opens each page in one window and says what is wrong with it. */
const visitAll = async (userid: string, paths: string[], size: typeof phoneSize): Promise<string[]> => {
  const context = await openContext(browser, size);
  const page = await context.newPage();
  const complaints = listenForComplaints(page);
  const settled = watchSettling(page);
  await page.goto(phoneUrl(stage, userid));
  await page.getByRole('navigation', { name: '主要页面' }).waitFor();
  const origin = new URL(page.url()).origin;
  const found: string[] = [];
  for (const path of paths) {
    complaints.length = 0;
    await page.goto(origin + path);
    await settled();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) complaints.push(`${overflow} px too wide`);
    if (await page.getByText('没有找到这个页面').count()) complaints.push('is missing');
    found.push(...complaints.map((complaint) => `${path}: ${complaint}`));
    const isForDocs = userid === 'wanglei' && size === phoneSize;
    const [, docs] =
      (isForDocs && Object.entries(docsPictures).find(([pattern]) => new RegExp(pattern).test(path))) || [];
    await shoot(page, `pages/${userid}-${size.width}${path.replace(/\d{9,}/g, 'id').replace(/\W+/g, '_')}`, docs);
  }
  await context.close();
  return found;
};

describe.each([phoneSize, deskSize])('every page at $width × $height opens without a complaint', (size) => {
  it('for a salesperson', async () => {
    const pages = await pagesOf(await signIn(stage, 'wanglei'));
    expect(pages).toHaveLength(25);
    expect(await visitAll('wanglei', pages, size)).toEqual([]);
  });

  it('for a leader', async () => {
    const leader = await signIn(stage, 'chenjianguo');
    const pages = [...(await pagesOf(leader)), ...(await leaderPages(leader))];
    expect(await visitAll('chenjianguo', pages, size)).toEqual([]);
  });

  it('for an administrator', async () => {
    const pages = await administratorPages(await signIn(stage, 'weikai'));
    expect(await visitAll('weikai', pages, size)).toEqual([]);
  });
});
