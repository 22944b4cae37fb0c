import { gzipSync } from 'node:zlib';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCustomer, listCustomers } from '../../server/contract/customers.ts';
import { getMe, logOut } from '../../server/contract/session.ts';
import { createRateLimit } from '../../server/kernel/rate.ts';
import type { StandardCompany } from '../support/company.ts';
import { publicUrl, useWorld } from '../support/world.ts';
import { openDoor, send, type Door, type Sent } from './doors.ts';

const world = useWorld();
let company: StandardCompany;
let door: Door;
let session: string;
beforeEach(async () => {
  company = await world.company.standard();
  session = await world.sessionOf(company.alice);
  door = await openDoor(world);
});
afterEach(() => door.close());

const customers = async (): Promise<number> => {
  const row = await world.kernel.db('customers').count<{ n: number }[]>({ n: '*' });
  return Number(row[0]?.n);
};
const create = (more: Partial<Sent> = {}) =>
  send(door, createCustomer, {
    path: createCustomer.path,
    session,
    body: JSON.stringify({ name: '试一试', kind: 'customer' }),
    ...more,
  });

describe('a request that changes something', () => {
  it.each([
    ['from a foreign page', { origin: 'https://evil.example' }],
    ['from a page without an origin', { origin: 'null' }],
    ['from an address that begins like ours', { origin: `${publicUrl}.evil.example` }],
    ['from our address over another scheme', { origin: publicUrl.replace('http:', 'https:') }],
    ['that only says it is from the same site', { origin: '', 'sec-fetch-site': 'same-site' }],
    ['that says nothing', { origin: '' }],
  ])('%s changes nothing', async (_, headers) => {
    expect(await create({ headers })).toMatchObject({ status: 403, code: 'request.cross_site' });
    expect(await customers()).toBe(0);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'as %s, which a form of any page can send, is not read',
    async (type) => {
      expect((await create({ headers: { 'content-type': type } })).status).toBe(400);
      expect(await customers()).toBe(0);
    },
  );

  it('from our own page is done', async () => {
    expect((await create()).status).toBe(200);
    expect(await customers()).toBe(1);
  });
});

describe('an answer', () => {
  it('allows no other page to read, frame or guess it', async () => {
    const { headers } = await send(door, getMe, {
      path: getMe.path,
      session,
      headers: { origin: 'https://evil.example' },
    });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('has a policy that lets nothing inline and nothing foreign run', async () => {
    const { headers } = await send(door, getMe, { path: getMe.path, session });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    for (const directive of ["default-src 'self'", "script-src 'self'", "object-src 'none'", "frame-ancestors 'none'"])
      expect(policy).toContain(directive);
  });

  it('to a preflight grants nothing', async () => {
    const response = await fetch(door.base + createCustomer.path, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('demands TLS from then on when we are behind TLS', async () => {
    const safe = await openDoor(world, { secure: true });
    const { headers } = await send(safe, getMe, { path: getMe.path, session });
    safe.close();
    expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
  });
});

describe('a session', () => {
  const statusOf = async (token: string): Promise<number> =>
    (await send(door, getMe, { path: getMe.path, session: token })).status;

  it.each([
    ['shortened', (token: string) => token.slice(0, -1)],
    ['lengthened', (token: string) => `${token}0`],
    ['in capitals', (token: string) => token.toUpperCase()],
    [
      'as the table has it',
      async (token: string) => (await import('../../server/modules/org/token.ts')).hashToken(token),
    ],
    ['that is SQL', () => "x' or '1'='1"],
    ['that is a pattern', () => '%'],
  ])('%s opens nothing', async (_, change) => {
    expect(await statusOf(await change(session))).toBe(401);
    expect(await statusOf(session)).toBe(200);
  });

  it('ends after a week, when its owner logs out anywhere, and when they leave', async () => {
    const other = await world.sessionOf(company.alice);
    expect((await send(door, logOut, { path: logOut.path, session: other })).status).toBe(200);
    expect(await statusOf(session)).toBe(401);
    const third = await world.sessionOf(company.alice);
    await world.kernel.db('people').where({ id: company.alice }).update({ state: 'left' });
    expect(await statusOf(third)).toBe(401);
    const bobs = await world.sessionOf(company.bob);
    world.clock.set(new Date(world.clock.now().getTime() + 8 * 86_400_000));
    expect(await statusOf(bobs)).toBe(401);
  });

  it('is only a hash in the database', async () => {
    const rows = await world.kernel.db('sessions').select('*');
    expect(JSON.stringify(rows)).not.toContain(session);
  });
});

describe('the login', () => {
  const outward = [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/%5cevil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/../../evil.example',
    '/.//evil.example',
    '/open?to=//evil.example',
    '/api/session',
    '/customers\r\nset-cookie: a=b',
  ];

  it.each(outward)('never leads to %j', async (to) => {
    const response = await world.request(`/open?to=${encodeURIComponent(to)}`, {
      headers: { cookie: `crm_session=${session}` },
    });
    const target = new URL(response.headers.get('location') ?? '', publicUrl);
    expect(response.status).toBe(302);
    expect(target.origin).toBe(publicUrl);
    expect(target.pathname.startsWith('/api')).toBe(false);
    expect(response.headers.get('set-cookie') ?? '').not.toContain('a=b');
  });

  it('comes back to our own address whatever host was asked for', async () => {
    const response = await fetch(`${door.base}/open`, {
      redirect: 'manual',
      headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    });
    expect(response.headers.get('location') ?? 'none').toMatch(/^http:\/\/login\.test(?!.*evil)/);
  });

  it('sets cookies that scripts and other sites do not get', async () => {
    const response = await world.request('/open');
    expect(response.headers.get('set-cookie')).toMatch(/httponly/i);
    expect(response.headers.get('set-cookie')).toMatch(/samesite=lax/i);
  });

  it('takes no state and no session that somebody else brought', async () => {
    const response = await world.request('/open');
    const login = new URL(response.headers.get('location') ?? '', publicUrl);
    const state = login.searchParams.get('state') ?? '';
    const path = `${new URL(login.searchParams.get('redirect') ?? publicUrl).pathname}?code=c&state=${state}`;
    const stranger = await world.request(path, { headers: { cookie: 'crm_browser=other; crm_session=chosen' } });
    expect(stranger.headers.get('location') ?? '').not.toContain('evil');
    expect(stranger.headers.get('set-cookie') ?? '').not.toContain('crm_session=');
  });
});

describe('how often somebody may ask', () => {
  const limited = (limits: { address: number; person: number; writes: number }, secure = false) =>
    openDoor(world, { limitRate: createRateLimit(limits), secure });

  it('is counted per address before anybody is known, also where a login starts', async () => {
    for (const path of [getMe.path, '/open']) {
      const strict = await limited({ address: 3, person: 9, writes: 9 });
      const statuses = [];
      for (let time = 0; time < 5; time += 1) statuses.push((await send(strict, getMe, { path })).status);
      strict.close();
      expect(statuses.slice(3)).toEqual([429, 429]);
    }
  });

  it('is not escaped by claiming other addresses in front of the proxy', async () => {
    const strict = await limited({ address: 3, person: 9, writes: 9 }, true);
    const statuses = [];
    for (let time = 0; time < 5; time += 1) {
      const headers = { 'x-forwarded-for': `198.51.100.${time}, 203.0.113.7` };
      statuses.push((await send(strict, getMe, { path: getMe.path, headers })).status);
    }
    strict.close();
    expect(statuses.slice(3)).toEqual([429, 429]);
  });

  it('is counted per person across sessions, tighter for writes', async () => {
    const strict = await limited({ address: 99, person: 99, writes: 2 });
    const statuses = [];
    for (let time = 0; time < 4; time += 1) {
      const body = JSON.stringify({ name: `客户${time}号`, kind: 'customer' });
      const sent = { path: createCustomer.path, body, session: await world.sessionOf(company.alice) };
      statuses.push((await send(strict, createCustomer, sent)).status);
    }
    strict.close();
    expect(statuses).toEqual([200, 200, 429, 429]);
  });
});

describe('an idempotency key', () => {
  it('of somebody else opens nothing', async () => {
    const key = { 'idempotency-key': 'guessed-key-1' };
    const own = await create({ headers: key });
    const other = await create({ headers: key, session: await world.sessionOf(company.carol) });
    expect(own.status).toBe(200);
    expect(other.code).toBe('customer.duplicate');
    expect(other.text).not.toContain((JSON.parse(own.text) as { id: string }).id);
  });

  it.each(['short', 'with space', "x' or '1'='1", 'x'.repeat(81), '../../../etc'])(
    'like %j is refused',
    async (key) => {
      expect((await create({ headers: { 'idempotency-key': key } })).status).toBe(400);
    },
  );
});

describe('the body of a request', () => {
  it('may not unfold to more than it may be', async () => {
    const bomb = gzipSync(Buffer.from(JSON.stringify({ name: 'x'.repeat(50_000_000), kind: 'customer' })));
    const response = await fetch(door.base + createCustomer.path, {
      method: 'POST',
      body: new Uint8Array(bomb),
      headers: {
        origin: publicUrl,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        cookie: `crm_session=${session}`,
      },
    });
    expect(response.status).toBe(413);
  });

  it('with half a character is refused, wherever it stands', async () => {
    const body = '{"name":"甲\\ud800","kind":"customer"}';
    expect(await create({ body })).toMatchObject({ status: 400, code: 'request.malformed' });
  });

  it('cannot carry a second request inside', async () => {
    const head = `POST ${createCustomer.path} HTTP/1.1\r\nHost: crm.test\r\nOrigin: ${publicUrl}\r\n`;
    const inner = `GET ${getMe.path} HTTP/1.1\r\nHost: crm.test\r\n\r\n`;
    const attempts = [
      `${head}Content-Length: ${inner.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`,
      `${head}Content-Length: 0\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`,
      `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${inner}`,
      `${head}Content-Length: +5\r\n\r\n${inner}`,
      `${head}X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`,
    ];
    for (const raw of attempts) {
      const answers = (await exchange(door.port, raw)).match(/HTTP\/1\.1 \d{3}/g);
      expect(answers).toEqual(['HTTP/1.1 400']);
    }
  });
});

/** What comes back on a raw connection until it closes or falls silent. */
const exchange = (port: number, raw: string): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(raw));
    socket.setTimeout(3000, () => socket.destroy());
    socket.on('data', (bytes) => (text += bytes.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });

describe('a search', () => {
  it('is as quick for patterns that make a regular expression go astray', async () => {
    const hostile = ['a'.repeat(50), '('.repeat(50), `${'1 '.repeat(24)}!`, '%'.repeat(50), '有限'.repeat(25)];
    for (const keyword of hostile) {
      const path = `${listCustomers.path}?keyword=${encodeURIComponent(keyword)}`;
      expect((await send(door, listCustomers, { path, session })).status).toBe(200);
    }
  });

  it('takes its signs literally', async () => {
    expect((await create()).status).toBe(200);
    const textOf = async (keyword: string): Promise<string> =>
      (
        await send(door, listCustomers, {
          path: `${listCustomers.path}?keyword=${encodeURIComponent(keyword)}`,
          session,
        })
      ).text;
    expect(await textOf('试')).toContain('试一试');
    for (const keyword of ['试%试', '试_试', "试' or '1'='1"]) expect(await textOf(keyword)).not.toContain('试一试');
  });
});

describe('what nobody needs any more', () => {
  it('is forgotten: unfinished logins and sessions that ran out', async () => {
    await world.request('/open');
    world.clock.set(new Date(world.clock.now().getTime() + 9 * 86_400_000));
    await world.request('/open');
    const bobs = await world.sessionOf(company.bob);
    await world.product.jobs.find((job) => job.name === 'org.forget-logins')?.run(world.work, null as never);
    expect(await world.kernel.db('login_states').select('*')).toHaveLength(1);
    expect(await world.kernel.db('sessions').select('*')).toHaveLength(1);
    expect((await send(door, getMe, { path: getMe.path, session: bobs })).status).toBe(200);
  });
});
