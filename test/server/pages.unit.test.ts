import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import Koa from 'koa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servePages } from '../../server/pages.ts';

const folder = mkdtempSync(join(tmpdir(), 'crm-pages-'));
let server: Server;
let base = '';
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => fetch(base + path, { headers });
const loggedIn = { cookie: 'crm_session=anything' };

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><head><title>客户</title></head>');
  writeFileSync(join(folder, 'assets/index-1.js'), 'export {}');
  writeFileSync(join(folder, 'assets/index-1.js.br'), brotliCompressSync('export {}'));
  mkdirSync(join(folder, '.vite'));
  const customer = { files: ['assets/detail-1.js', 'assets/detail-1.css'], answers: ['/api/customers/:id'] };
  const arrivals = { '/': { files: [], answers: ['/api/workbench'] }, '/customers/:id': customer };
  writeFileSync(join(folder, '.vite/arrivals.json'), JSON.stringify(arrivals));
  const app = new Koa();
  for (const middleware of servePages(folder)) app.use(middleware);
  server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the pages of the built H5', () => {
  it('are one document under every address, asked for anew each time', async () => {
    for (const path of ['/', '/customers/12?tab=1']) {
      const answer = await get(path);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache']);
      expect(await answer.text()).toContain('客户');
    }
    for (const path of ['/assets/gone-1.js', '/api/nothing']) expect((await get(path)).status).toBe(404);
  });

  it('announce to somebody with a session what they will need and ask first', async () => {
    const preloads = async (path: string, headers?: Record<string, string>): Promise<(string | undefined)[]> =>
      ((await get(path, headers)).headers.get('link') ?? '').split(', ').map((link) => /<(.*)>/.exec(link)?.[1]);
    expect(await preloads('/', loggedIn)).toEqual(['/api/session', '/api/workbench']);
    expect(await preloads('/?person=7', loggedIn)).toEqual(['/api/session']);
    expect(await preloads('/customers', loggedIn)).toEqual(['/api/session']);
    expect(await preloads('/customers/12', loggedIn)).toEqual([
      '/api/session',
      '/api/customers/12',
      '/assets/detail-1.js',
      '/assets/detail-1.css',
    ]);
    expect(await preloads('/customers/new', loggedIn)).toEqual(['/api/session']);
    expect(await preloads('/')).toEqual([undefined]);
  });

  it('name the answers that come with them, and nothing of the address but a number', async () => {
    const named = async (path: string, headers?: Record<string, string>): Promise<string | undefined> =>
      /<meta name="answers" content="([^"]*)" \/>/.exec(await (await get(path, headers)).text())?.[1];
    expect(await named('/customers/12', loggedIn)).toBe('/api/session /api/customers/12');
    expect(await named('/customers/12%22%3E%3Cb%3E', loggedIn)).toBe('/api/session');
    expect(await named('/customers/12')).toBeUndefined();
  });

  it('have assets that are kept for a year, packed as the browser takes them', async () => {
    const packed = await get('/assets/index-1.js', { 'accept-encoding': 'br' });
    expect(packed.headers.get('content-encoding')).toBe('br');
    expect(packed.headers.get('content-type')).toMatch(/javascript/);
    expect(packed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await packed.text()).toBe('export {}');
    const plain = await get('/assets/index-1.js', { 'accept-encoding': 'identity' });
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, 'export {}']);
  });
});
