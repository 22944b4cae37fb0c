import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { root } from '../../scripts/lib/root.mjs';
import { openContext } from '../../test/support/browser.ts';

/** Lighthouse's "Slow 4G" on every request, and a quarter of this machine's processor. */
const slow = { download: 1.6e6 / 8, upload: 750e3 / 8, latency: 150, cpuShare: 4 };

/** Moments of one page load, in milliseconds from its start. */
export interface Paints {
  /** The largest contentful paint, read when the page has come to rest. */
  largest: number;
  /** The first frame in which what people came for is there. */
  content: number;
}

export interface Rendering {
  renderMs: number;
  count: number;
}

/** A phone with this session and nothing cached. */
export const openPhone = async (browser: Browser, url: string, cookies: string): Promise<BrowserContext> => {
  const context = await openContext(browser);
  const each = cookies.split('; ').filter(Boolean);
  await context.addCookies(
    each.map((cookie) => {
      const at = cookie.indexOf('=');
      return { name: cookie.slice(0, at), value: cookie.slice(at + 1), url };
    }),
  );
  return context;
};

/** Loads an address on a slow phone and tells when `awaited` stood there and when the largest thing was painted. */
export const timePaints = async (context: BrowserContext, url: string, awaited: string): Promise<Paints> => {
  const page = await openSlowPage(context);
  await watch(page, 'watch-paints', { awaited });
  await page.goto(url, { waitUntil: 'commit' });
  await until(page, 'window.paints?.content > 0');
  await page.waitForLoadState('networkidle');
  const paints = await page.evaluate<Paints>('window.paints');
  await page.close();
  return paints;
};

/** Opens a page of rows on a slow phone; the time begins with the answer and ends with the rows' final layout. */
export const timeRows = async (
  context: BrowserContext,
  url: string,
  listed: string,
  cpuShare?: number,
): Promise<Rendering> => {
  const page = await openSlowPage(context, cpuShare);
  await watch(page, 'watch-rows', { listed });
  await page.goto(url, { waitUntil: 'commit' });
  await until(page, 'window.rows?.renderMs > 0');
  const rows = await page.evaluate<Rendering>('window.rows');
  await page.close();
  return rows;
};

const openSlowPage = async (context: BrowserContext, cpuShare = slow.cpuShare): Promise<Page> => {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: slow.latency,
    downloadThroughput: slow.download,
    uploadThroughput: slow.upload,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpuShare });
  return page;
};

/** Puts a script of bench/pages into the page, before the page's own, with what it is to look for. */
const watch = async (page: Page, script: string, globals: Record<string, string>): Promise<void> => {
  await page.addInitScript(`Object.assign(window, ${JSON.stringify(globals)})`);
  await page.addInitScript({ path: join(root, 'bench/pages', `${script}.js`) });
};

/** Playwright's own wait evaluates inside the page, which the page's policy forbids. */
const until = async (page: Page, condition: string): Promise<void> => {
  const deadline = Date.now() + 30_000;
  while (!(await page.evaluate<boolean>(condition))) {
    if (Date.now() > deadline) throw new Error(`${page.url()}: ${condition} did not come true`);
    await page.waitForTimeout(100);
  }
};
