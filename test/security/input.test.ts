import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoint, type Endpoint } from '../../server/contract/endpoint.ts';
import { permissionNames } from '../../server/contract/permissions.ts';
import { serve, type Route } from '../../server/kernel/route.ts';
import type { AppOptions } from '../../server/app.ts';
import { useWorld } from '../support/world.ts';
import { assembleCast, type Cast } from './cast.ts';
import { addressOf, insideWords, nameOf, openDoor, send, type Door, type Sent } from './doors.ts';
import { differences, footprint, undone } from './footprint.ts';
import { draw, finding, runs } from './form.ts';
import { fitting, payloads, queries, saying, spoilt, wrongIds } from './shapes.ts';

const world = useWorld();
let cast: Cast;
let door: Door | undefined;
/** Somebody who gets as deep as anybody can. */
let mighty: string;
beforeEach(async () => {
  cast = await assembleCast(world);
  await world.company.grant(cast.company.boss, 'all', permissionNames);
  mighty = await world.sessionOf(cast.company.boss);
});
afterEach(() => door?.close());

/** Requests to one endpoint: bodies that fit, are spoilt, or are no JSON; queries and ids of every kind. */
const requestsTo = (one: Endpoint, count: number): Sent[] => {
  const ids = [...cast.leaked, '123456789'];
  const fill = (param: string): string =>
    draw(fc.constantFrom(...(param === 'kind' ? ['industry', 'source'] : (idsFor(one) ?? ids))), 1)[0] ?? '1';
  const path = (): string => addressOf(one, fill);
  if (one.method === 'GET')
    return draw(queries(one.query, ids), count).map((query) => ({ path: `${path()}?${query}` }));
  return [
    ...draw(fitting(one.body, ids), count).map((body) => ({ path: path(), body: JSON.stringify(body) })),
    ...draw(spoilt(one.body, ids), count).map((body) => ({ path: path(), body })),
    ...payloads.flatMap((text) =>
      draw(saying(one.body, ids, text), 1).map((body) => ({ path: path(), body: JSON.stringify(body) })),
    ),
  ];
};

const idsFor = (one: Endpoint): string[] | null => {
  const planted = cast.records[one.path.split('/')[2] ?? ''];
  return planted ? [planted] : null;
};

const withWrongIds = (one: Endpoint): Sent[] =>
  one.path.includes('/:') ? wrongIds.map((id) => ({ path: addressOf(one, () => id) })) : [];

/** Endpoints that crash, talk, or leave something behind although they refused. */
const accidents = async (
  routes: readonly Route[],
  count: number,
  options: Partial<AppOptions> = {},
): Promise<{ found: string[]; accepted: number }> => {
  const { db } = world.kernel;
  const opened = (door = await openDoor(world, { ...options, routes }));
  const found = new Set<string>();
  let accepted = 0;
  for (const { endpoint: one } of routes) {
    const writes = one.method !== 'GET';
    const before = writes ? await footprint(db) : new Map<string, string>();
    for (const sent of [...requestsTo(one, count), ...withWrongIds(one)]) {
      const got = await undone(db, () => send(opened, one, { ...sent, session: mighty }));
      const what = [sent.path, sent.body, got.text.slice(0, 200)];
      if (got.status < 400) accepted += 1;
      if (got.status >= 500) found.add(finding(`${nameOf(one)} answers ${got.status}`, what));
      if (got.status >= 400 && got.code === null) found.add(finding(`${nameOf(one)} refuses without a code`, what));
      if (insideWords.test(got.text)) found.add(finding(`${nameOf(one)} tells of its inside`, what));
    }
    const changed = writes ? differences(before, await footprint(db)) : [];
    if (changed.length > 0) found.add(finding(`${nameOf(one)} refuses and changes ${changed.join(', ')}`));
  }
  return { found: [...found], accepted };
};

describe('whatever is sent to an endpoint', () => {
  it(
    'is answered or refused in words, never with a crash, and refused without a trace',
    { timeout: 1_800_000 },
    async () => {
      const { routes } = world.product.http;
      const { found, accepted } = await accidents(routes, runs(2, 60));
      expect(found).toEqual([]);
      // Otherwise nothing would have been tried but the front door.
      expect(accepted).toBeGreaterThan(routes.length / 3);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    },
  );

  const careless = endpoint({
    method: 'POST',
    path: '/api/careless',
    summary: 'planted',
    permission: 'session',
    body: z.strictObject({ name: z.string() }),
    response: z.strictObject({}),
  });

  it('is reported when it crashes', async () => {
    const route = serve(careless, async (work, { body }) => {
      await work.db.raw(`select '${body.name}'`);
      return {};
    });
    const { found } = await accidents([route], 1);
    expect(found.some((line) => line.includes('answers 500'))).toBe(true);
  });

  it('is reported when it leaves something behind', async () => {
    const noted: AppOptions['authenticate'] = async (kernel, token) => {
      await kernel.db('platform_secrets').insert({ name: `planted-${kernel.nextId()}`, value: 'x', expires_at_ms: 0 });
      return world.product.http.authenticate(kernel, token);
    };
    const { found } = await accidents([serve(careless, () => Promise.resolve({}))], 5, { authenticate: noted });
    expect(found.map((line) => line.split(' (')[0])).toEqual([
      'POST /api/careless refuses and changes platform_secrets',
    ]);
  });
});
