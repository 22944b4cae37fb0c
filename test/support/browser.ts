import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { ensureBrowser } from '../../scripts/lib/browser.mjs';
import { slugOf } from '../../simulator/device/slug.ts';
import type { Stage } from './processes-stage.ts';

export const phoneSize = { width: 390, height: 844 };
export const deskSize = { width: 1280, height: 800 };

const settlingPatience = 15_000;
const quietMs = 150;

/**
 * This replaces the driver's own list. With the first two a window loads pages for its address bar, which no phone has, beside the page that
 * is tested or measured; the others would change the address or ask the internet.
 */
const unwanted = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PreconnectToSearch',
];
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${unwanted.join(',')}`,
];

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureBrowser(() => undefined), args: flags });
}

/** Address on the phone of a person, behind a fresh silent login. */
export const phoneUrl = ({ simulatorPort }: Stage, userid: string, path = '/'): string =>
  `http://${slugOf(userid)}.wecom.localhost:${simulatorPort}/open?to=${encodeURIComponent(path)}`;

/** A window of its own with nobody's cookies. */
export const openContext = (browser: Browser, viewport = phoneSize): Promise<BrowserContext> =>
  browser.newContext({
    viewport,
    deviceScaleFactor: viewport.width < 600 ? 2 : 1,
    hasTouch: viewport.width < 600,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });

/** Everything a page complains about: errors in the console (a CSP violation is one), uncaught ones, failed requests. */
export function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('response', (answer) => {
    if (answer.status() >= 400) complaints.push(`${answer.status()} ${answer.url()}`);
  });
  return complaints;
}

/** Follows the page's requests. @returns waits until nothing is fetched any more and no skeleton is shown */
export function watchSettling(page: Page): () => Promise<void> {
  let underWay = 0;
  let quietSince = Date.now();
  const count = (step: 1 | -1): void => {
    underWay = Math.max(0, underWay + step);
    quietSince = Date.now();
  };
  page.on('request', () => count(1));
  page.on('requestfinished', () => count(-1));
  page.on('requestfailed', () => count(-1));
  return async () => {
    await page.locator('.page').first().waitFor();
    const deadline = Date.now() + settlingPatience;
    const isBusy = async (): Promise<boolean> =>
      underWay > 0 ||
      Date.now() - quietSince < quietMs ||
      (await page.locator('[class*="skeleton"]:visible').count()) > 0;
    while (await isBusy()) {
      if (Date.now() > deadline) throw new Error(`${page.url()} does not come to rest`);
      await page.waitForTimeout(50);
    }
  };
}
