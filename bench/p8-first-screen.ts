import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import type { Browser, BrowserContext } from 'playwright-core';
import { listOpportunities } from '../server/contract/opportunities.ts';
import { launchBrowser } from '../test/support/browser.ts';
import { signIn } from '../test/support/processes-person.ts';
import type { Measurement } from './lib/bench.ts';
import { median, type Figure } from './lib/figure.ts';
import { firstRouteFiles } from './lib/first-route.ts';
import { listen, stopListening } from './lib/in-child.ts';
import { openPhone, timePaints, timeRows } from './lib/phone.ts';
import { openDemo } from './lib/stage.ts';

const limits = { gzipBytes: 130_000, coldMs: 2500, warmMs: 1000, rowsMs: 50 };
/** The head of the company: every card of the workbench, and a list that fills its page. */
const viewer = 'zhangyuanhang';
const figuresStand = '.cards .card .big';
const detailsStand = '.van-tab';

/**
 * P8: the workbench on a slow phone, through the built server, its compression and its cache headers. Cold is a phone that was never
 * here (but has a session), warm the same phone again; the same of a record's page, where people arrive from a card. The floor is a page of
 * as many bytes in one script that asks for one answer. Rows: from the customers' answer to 20 rows with their final layout.
 */
export const firstScreen: Measurement = {
  id: 'P8',
  measure: async ({ quick, rounds, database }) => {
    const demo = await openDemo(database, ['server']);
    const files = firstRouteFiles();
    const bytes = files.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
    if (bytes > limits.gzipBytes)
      throw new Error(`The first route has grown to ${bytes} bytes (gzip), ${limits.gzipBytes} are allowed.`);
    if (!quick) for (const { file, gzipBytes } of files) console.error(`  ${String(gzipBytes).padStart(7)} ${file}`);
    const floor = await serveFloor(bytes);
    const browser = await launchBrowser();
    try {
      const person = await signIn(demo, viewer);
      const [deal] = (await person.get(listOpportunities)).items;
      const seen = await measureScreens(browser, rounds, {
        product: demo.appUrl,
        floor: floor.url,
        cookies: person.cookies,
        record: `${demo.appUrl}/opportunities/${deal?.id}`,
      });
      const withinLimit = (id: string, limit: number, product: number, unit: string, note: string): Figure => ({
        id,
        ratio: product / limit,
        floor: limit,
        product,
        unit,
        n: rounds,
        note: `${note}; the floor is the limit`,
        target: { atMost: 1 },
      });
      return [
        withinLimit('P8.bytes', limits.gzipBytes, bytes, 'B', `gzip of the ${files.length} files of the first route`),
        withinLimit('P8.cold', limits.coldMs, seen.cold, 'ms', 'largest paint, nothing cached'),
        withinLimit('P8.warm', limits.warmMs, seen.warm, 'ms', 'largest paint, second visit'),
        withinLimit('P8.card.cold', limits.coldMs, seen.cardCold, 'ms', 'the same of a deal opened from its card'),
        withinLimit('P8.card.warm', limits.warmMs, seen.cardWarm, 'ms', 'the same of a deal opened from its card'),
        withinLimit(
          'P8.rows',
          limits.rowsMs,
          seen.rows,
          'ms',
          '20 customers, from the answer to their layout, CPU ÷ 4',
        ),
        {
          id: 'P8.content',
          ratio: seen.content / seen.floor,
          floor: seen.floor,
          product: seen.content,
          unit: 'ms',
          n: rounds,
          note: `cold, until the figures stand; the floor is a bare page of ${bytes} bytes and one answer`,
          target: null,
        },
      ];
    } finally {
      await browser.close();
      await floor.close();
      await demo.close();
    }
  },
};

interface Addresses {
  product: string;
  /** A page people come to from a card. */
  record: string;
  floor: string;
  cookies: string;
}

const measureScreens = async (browser: Browser, rounds: number, { product, floor, record, cookies }: Addresses) => {
  const seen = {
    cold: [] as number[],
    warm: [] as number[],
    cardCold: [] as number[],
    cardWarm: [] as number[],
    rows: [] as number[],
    content: [] as number[],
    floor: [] as number[],
  };
  for (let round = 0; round < rounds; round += 1) {
    await onNewPhone(browser, floor, '', async (phone) => {
      seen.floor.push((await timePaints(phone, floor, '.page')).content);
    });
    await onNewPhone(browser, product, cookies, async (phone) => {
      const cold = await timePaints(phone, product, figuresStand);
      const warm = await timePaints(phone, product, figuresStand);
      const { renderMs } = await timeRows(phone, `${product}/customers`, '/api/customers');
      console.error(`  ${JSON.stringify({ cold, warm, renderMs })}`);
      seen.cold.push(cold.largest);
      seen.content.push(cold.content);
      seen.warm.push(warm.largest);
      seen.rows.push(renderMs);
    });
    await onNewPhone(browser, product, cookies, async (phone) => {
      seen.cardCold.push((await timePaints(phone, record, detailsStand)).largest);
      seen.cardWarm.push((await timePaints(phone, record, detailsStand)).largest);
    });
  }
  return Object.fromEntries(Object.entries(seen).map(([name, values]) => [name, median(values)])) as Record<
    keyof typeof seen,
    number
  >;
};

const onNewPhone = async (
  browser: Browser,
  url: string,
  cookies: string,
  use: (phone: BrowserContext) => Promise<void>,
): Promise<void> => {
  const phone = await openPhone(browser, url, cookies);
  await use(phone);
  await phone.close();
};

/** The least there is to a first screen: a page, one script of this many bytes that do not compress, one answer, one text. */
const serveFloor = async (bytes: number): Promise<{ url: string; close: () => Promise<void> }> => {
  const draw = `fetch('/answer').then((answer) => answer.json()).then(({ text }) => {
    document.body.innerHTML = '<main class="page"><h1>' + text + '</h1></main>';
  });`;
  const script = `${draw}//${randomBytes(bytes)
    .toString('base64')
    .slice(0, bytes - draw.length - 2)}`;
  const page = '<!doctype html><meta charset="utf-8"><title>floor</title><body><script src="/script.js"></script>';
  const answers: Record<string, [type: string, body: string]> = {
    '/': ['text/html', page],
    '/script.js': ['text/javascript', script],
    '/answer': ['application/json', JSON.stringify({ text: '工作台' })],
  };
  const server = createServer((request, response) => {
    const [type, body] = answers[request.url ?? ''] ?? ['text/plain', ''];
    response.setHeader('content-type', type).end(body);
  });
  const { url } = await listen((done) => server.listen(0, '127.0.0.1', done));
  return { url, close: () => stopListening(server) };
};
