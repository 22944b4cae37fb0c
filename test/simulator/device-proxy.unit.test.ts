import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { openDevice, startApp, startDevice } from './device-rig.ts';
import { startSimulator } from './start-simulator.ts';

const page = '<!doctype html><html><head><title>客户</title></head><body>王磊</body></html>';

describe('a request of the webview', () => {
  it('reaches the CRM as a request of WeCom on an iPhone to its own address', async () => {
    let seen: IncomingHttpHeaders = {};
    const { app, device } = await startDevice((incoming, response) => {
      seen = incoming.headers;
      response.end('ok');
    });
    const own = `http://${device.host}`;
    await device.ask('/api/x', {
      origin: own,
      referer: `${own}/customers?q=1`,
      'user-agent': 'Chrome',
      'sec-ch-ua-platform': '"Linux"',
      'sec-fetch-site': 'same-origin',
    });
    expect(seen).toMatchObject({
      host: new URL(app).host,
      origin: app,
      referer: `${app}/customers?q=1`,
      'sec-fetch-site': 'same-origin',
    });
    expect(seen['user-agent']).toMatch(/iPhone.*wxwork\/4\.1\.36 MicroMessenger\/7\.0\.1/);
    expect(seen).not.toHaveProperty('sec-ch-ua-platform');
  });

  it('shows nothing of the frame and of the page around it', async () => {
    let seen: IncomingHttpHeaders = {};
    const { device } = await startDevice((incoming, response) => {
      seen = incoming.headers;
      response.end('ok');
    });
    await device.ask('/open?to=/', {
      accept: 'text/html',
      referer: 'http://wecom.localhost:8090/',
      'sec-fetch-dest': 'iframe',
      'sec-fetch-site': 'same-site',
      'accept-encoding': 'gzip',
    });
    expect(seen).toMatchObject({
      'sec-fetch-dest': 'document',
      'sec-fetch-site': 'none',
      'accept-encoding': 'identity',
    });
    expect(seen).not.toHaveProperty('referer');
  });

  it('carries method, body and path untouched', async () => {
    const { device } = await startDevice((incoming, response) => {
      let body = '';
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('end', () => response.writeHead(201).end(`${incoming.method} ${incoming.url} ${body}`));
    });
    const answer = await device.ask('/api/a%20b?x=%E7%8E%8B', {}, { method: 'PATCH', body: '{"名":1}' });
    expect(answer).toMatchObject({ status: 201, text: 'PATCH /api/a%20b?x=%E7%8E%8B {"名":1}' });
  });
});

describe('an answer to the webview', () => {
  it('is a page with the bridge first, that may stand in a frame', async () => {
    const { device } = await startDevice((_, response) => {
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-length': Buffer.byteLength(page),
        'content-security-policy': "default-src 'self';frame-ancestors 'none';script-src 'self'",
        'x-frame-options': 'DENY',
        'strict-transport-security': 'max-age=1',
        'cross-origin-resource-policy': 'same-origin',
        etag: '"1"',
      });
      response.end(page);
    });
    const { headers, text } = await device.ask('/', { accept: 'text/html' });
    expect(text).toContain('<head><script src="/__wecom/bridge.js"></script><title>客户</title>');
    expect(headers['content-length']).toBe(String(Buffer.byteLength(text)));
    expect(headers['content-security-policy']).toBe("default-src 'self'; script-src 'self'");
    for (const gone of [
      'x-frame-options',
      'strict-transport-security',
      'cross-origin-resource-policy',
      'cross-origin-opener-policy',
      'etag',
    ]) {
      expect(headers).not.toHaveProperty(gone);
    }
  });

  it('passes bytes on as they are, compressed ones too', async () => {
    const bytes = Buffer.from(Array.from({ length: 4096 }, (_, index) => index % 256));
    const { device } = await startDevice((incoming, response) => {
      const isZipped = incoming.url === '/app.js';
      response.writeHead(200, isZipped ? { 'content-encoding': 'gzip', 'content-type': 'text/javascript' } : {});
      response.end(isZipped ? gzipSync(bytes) : bytes);
    });
    expect((await device.ask('/picture')).body.equals(bytes)).toBe(true);
    const zipped = await device.ask('/app.js', { 'accept-encoding': 'gzip' });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(zipped.body.equals(gzipSync(bytes))).toBe(true);
  });

  it('begins before the CRM has finished', async () => {
    let finish = () => {};
    const { rig, device } = await startDevice((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.write('first');
      finish = () => response.end(' last');
    });
    const outgoing = request({ port: rig.simulator.port, path: '/stream', headers: { host: device.host } }).end();
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    const chunks = answer[Symbol.asyncIterator]();
    expect(String((await chunks.next()).value)).toBe('first');
    finish();
    expect(String((await chunks.next()).value)).toBe(' last');
  });

  it('keeps redirects of the CRM on the phone and leaves others alone', async () => {
    const { app, device } = await startDevice((incoming, response) => {
      const to = new URL(incoming.url ?? '/', app).searchParams.get('to') ?? '';
      response.writeHead(302, { location: to }).end();
    });
    const locationFor = async (to: string) => (await device.ask(`/?to=${encodeURIComponent(to)}`)).headers.location;
    expect(await locationFor(`${app}/customers?a=1#b`)).toBe(`http://${device.host}/customers?a=1#b`);
    expect(await locationFor('/customers')).toBe(`http://${device.host}/customers`);
    expect(await locationFor('https://example.com/x')).toBe('https://example.com/x');
  });

  it('sets host-only cookies that work on plain http, apart for each person', async () => {
    const { rig, device } = await startDevice((incoming, response) => {
      const cookie = 'crm_session=a1; Domain=crm.example.com; Path=/; HttpOnly; Secure; SameSite=None';
      if (incoming.url === '/login') response.setHeader('set-cookie', cookie);
      response.end(incoming.headers.cookie ?? 'none');
    });
    const { headers } = await device.ask('/login');
    expect(headers['set-cookie']).toEqual(['crm_session=a1; Path=/; HttpOnly; SameSite=Lax']);
    expect((await device.ask('/')).text).toBe('crm_session=a1');
    expect((await openDevice(rig, 'ben').ask('/')).text).toBe('none');
  });

  it('is a sentence when the CRM is away, and when the phone belongs to nobody', async () => {
    const rig = await startSimulator();
    const away = await openDevice(rig, 'amy').ask('/');
    expect(away.status).toBe(502);
    expect(away.text).toContain('服务暂时没有响应');
    await startApp(rig, (_, response) => void response.end('reached'));
    const nobody = await openDevice(rig, 'stranger').ask('/');
    expect(nobody.status).toBe(404);
    expect(nobody.text).toContain('没有这部手机');
  });
});
