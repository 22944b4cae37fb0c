import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoint, type Endpoint } from '../../server/contract/endpoint.ts';
import { getCustomer } from '../../server/contract/customers.ts';
import { createApp } from '../../server/app.ts';
import { sessionCookie } from '../../server/kernel/http.ts';
import { serve, type Route } from '../../server/kernel/route.ts';
import { useWorld, publicUrl } from '../support/world.ts';
import { plantRecords, sampleBodies, sampleQueries, strangersRecord } from './every-endpoint.records.ts';

const world = useWorld();

/** Anything well formed enough to get past nothing: refusals must come before the input is looked at. */
const request = async (
  base: string,
  one: Endpoint,
  options: { cookie?: string; id?: string; origin?: string } = {},
): Promise<{ status: number; code: string | undefined }> => {
  const path =
    one.path.replace(/:kind/g, 'industry').replace(/:\w+/g, options.id ?? '1') +
    (sampleQueries[`${one.method} ${one.path}`] ?? '');
  const writes = one.method !== 'GET';
  const response = await fetch(base + path, {
    method: one.method,
    headers: {
      ...(options.cookie ? { cookie: options.cookie } : {}),
      ...(writes ? { origin: options.origin ?? publicUrl, 'content-type': 'application/json' } : {}),
    },
    ...(writes ? { body: JSON.stringify(sampleBodies[`${one.method} ${one.path}`] ?? {}) } : {}),
  });
  const body = (await response.json().catch(() => ({}))) as { code?: string };
  return { status: response.status, code: body.code };
};

/** Serves these routes on a port of their own. */
const listen = async (routes: readonly Route[]): Promise<{ base: string; close: () => void }> => {
  const server = createApp({ ...world.product.http, routes, h5Dir: null, secure: false }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  return {
    base: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    close: () => void server.close(),
  };
};

/** Endpoints that let the unauthenticated, the unpermitted or the cross-site caller through. */
const openDoors = async (routes: readonly Route[]): Promise<string[]> => {
  const { base, close } = await listen(routes);
  const nobodysRights = await world.company.person('无权限', {});
  await world.company.grant(nobodysRights, 'self', []);
  const cookie = `${sessionCookie}=${await world.sessionOf(nobodysRights)}`;
  const open: string[] = [];
  for (const { endpoint: one } of routes) {
    const name = `${one.method} ${one.path}`;
    if ((await request(base, one)).status !== 401) open.push(`${name} answers the unauthenticated`);
    if ((await request(base, one, { cookie: `${sessionCookie}=${'0'.repeat(64)}` })).status !== 401)
      open.push(`${name} accepts a forged session`);
    if (one.permission !== 'session' && (await request(base, one, { cookie })).code !== 'permission.denied')
      open.push(`${name} answers without its permission`);
    if (
      one.method !== 'GET' &&
      (await request(base, one, { cookie, origin: 'https://evil.example' })).code !== 'request.cross_site'
    )
      open.push(`${name} accepts a foreign origin`);
  }
  close();
  return open;
};

describe('every endpoint of the router', () => {
  it('refuses the unauthenticated, the forged, the unpermitted and the cross-site caller', async () => {
    expect(world.product.http.routes.length).toBeGreaterThan(50);
    expect(await openDoors(world.product.http.routes)).toEqual([]);
  });

  it('is reported when it does not', async () => {
    const leaky = endpoint({
      method: 'POST',
      path: '/api/leak',
      summary: 'planted',
      permission: 'public',
      response: z.object({}),
    });
    expect(await openDoors([serve(leaky, () => Promise.resolve({}))])).toHaveLength(3);
  });

  it('is unique by method and path', () => {
    const names = world.product.http.routes.map(
      ({ endpoint: one }) => `${one.method} ${one.path.replace(/:\w+/g, ':x')}`,
    );
    expect(new Set(names).size).toBe(names.length);
  });
});

/** Endpoints that show or change a stranger's record, or reveal that it exists. */
const leaks = async (routes: readonly Route[]): Promise<string[]> => {
  const company = await world.company.standard();
  const records = await plantRecords(world, company);
  const { base, close } = await listen(routes);
  const cookie = `${sessionCookie}=${await world.sessionOf(company.alice)}`;
  const found: string[] = [];
  for (const { endpoint: one } of routes.filter((route) => route.endpoint.path.includes('/:'))) {
    const id = strangersRecord(records, one.path);
    if (id === 'open to all' || one.permission === 'org.manage') continue;
    const answer = await request(base, one, { cookie, id });
    const hidden = answer.status === 404 || answer.code === 'permission.denied';
    if (!hidden) found.push(`${one.method} ${one.path}: ${answer.status} ${answer.code ?? ''}`.trim());
  }
  close();
  return found;
};

describe('every endpoint about one record', () => {
  it('treats a record out of scope as one that does not exist', async () => {
    expect(await leaks(world.product.http.routes)).toEqual([]);
  });

  it('is reported when it does not', async () => {
    const unguarded = serve(getCustomer, async (work, { params }) => {
      const name = await work.db('customers').where({ id: params.id }).first('name');
      return { ...name, planted: true } as never;
    });
    const others = world.product.http.routes.filter((route) => route.endpoint !== (getCustomer as Endpoint));
    const lenient = { ...unguarded, endpoint: { ...unguarded.endpoint, response: z.unknown() } };
    expect(await leaks([...others, lenient])).toEqual(['GET /api/customers/:id: 200']);
  });
});
