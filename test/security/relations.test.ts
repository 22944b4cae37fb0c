import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { getCustomer } from '../../server/contract/customers.ts';
import type { Endpoint } from '../../server/contract/endpoint.ts';
import { serve, type Route } from '../../server/kernel/route.ts';
import { sampleBodies, sampleQueries } from '../server/every-endpoint.records.ts';
import { useWorld } from '../support/world.ts';
import { assembleCast, insiders, outsiders, plantedWords, secrets, type Cast, type Relation } from './cast.ts';
import { addressOf, insideWords, nameOf, openDoor, send, type Door, type Got } from './doors.ts';
import { differences, footprint, undone } from './footprint.ts';
import { draw, finding, runs } from './form.ts';
import { fitting, oneFieldEach } from './shapes.ts';

const world = useWorld();
let cast: Cast;
let door: Door | undefined;
beforeEach(async () => {
  cast = await assembleCast(world);
});
afterEach(() => door?.close());

interface Attempt {
  path: string;
  body: string;
}

/** Well-formed requests about the planted records: the sample of this endpoint, and ones made from its schemas with leaked ids. */
const attemptsAt = (one: Endpoint): Attempt[] => {
  const name = nameOf(one);
  const planted = cast.records[one.path.split('/')[2] ?? ''];
  const ids = planted ? [planted] : draw(fc.constantFrom(...cast.leaked), runs(1, 10));
  const paths = new Set(ids.map((id) => addressOf(one, (param) => (param === 'kind' ? 'industry' : id))));
  const count = runs(1, 10);
  const bodies = [
    ...(sampleBodies[name] ? [sampleBodies[name]] : []),
    ...draw(fitting(one.body, cast.leaked), count),
  ].map((body) => JSON.stringify(body));
  const asked = [
    ...draw(fitting(one.query, cast.leaked), count),
    ...oneFieldEach(one.query, cast.leaked, plantedWords).flatMap((query) => draw(query, runs(1, 3))),
  ].map(
    (query) => `?${new URLSearchParams(Object.entries(query as object).map(([key, value]) => [key, String(value)]))}`,
  );
  const queries = [...new Set([sampleQueries[name] ?? '', ...(one.method === 'GET' ? asked : [])])];
  return [...paths].flatMap((path) =>
    queries.flatMap((query) => (one.method === 'GET' ? ['{}'] : bodies).map((body) => ({ path: path + query, body }))),
  );
};

/** Rows of the south, as they must stay whatever an outsider is answered. */
const plantedRows = async (): Promise<string> => {
  const { db } = world.kernel;
  const tables = ['customers', 'contacts', 'follow_ups', 'opportunities', 'approvals', 'chat_groups'];
  const ids = Object.values(cast.records);
  const rows = await Promise.all(tables.map((table) => db(table).whereIn('id', ids).select('*')));
  return JSON.stringify(rows);
};

/** Lists in which an outsider has no row. */
const ownedLists = /^\/api\/(customers|opportunities|follow-ups)(\?|$)/;

/** What is wrong with an answer, and with what it did, before that is undone. */
const complaintsAbout = async (
  relation: Relation,
  { path }: Attempt,
  got: Got,
  before: string | null,
): Promise<string[]> => {
  const complaints: string[] = [];
  if (got.status >= 500) complaints.push(`answers ${got.status}`);
  if (insideWords.test(got.text)) complaints.push('tells of its inside');
  if (!outsiders.includes(relation)) return complaints;
  if (secrets.test(got.text)) complaints.push('shows a foreign row');
  if (ownedLists.test(path) && /"total":\{"count":[1-9]/.test(got.text)) complaints.push('counts a foreign row');
  if (before !== null && got.status < 400 && before !== (await plantedRows())) complaints.push('changes a foreign row');
  return complaints;
};

/** Every endpoint as every relation, each accepted attempt undone before the next. */
const breaches = async (routes: readonly Route[]): Promise<string[]> => {
  const { db } = world.kernel;
  const opened = (door = await openDoor(world, { routes }));
  const found = new Set<string>();
  for (const { endpoint: one } of routes) {
    const writes = one.method !== 'GET';
    const [sums, rows] = writes ? [await footprint(db), await plantedRows()] : [new Map<string, string>(), null];
    const attempts = attemptsAt(one);
    for (const [relation, session] of Object.entries(cast.sessions) as [Relation, string][]) {
      for (const attempt of attempts) {
        await undone(db, async () => {
          const got = await send(opened, one, { ...attempt, session });
          for (const complaint of await complaintsAbout(relation, attempt, got, rows))
            found.add(finding(`${nameOf(one)} as ${relation}: ${complaint}`, [attempt, got.text.slice(0, 200)]));
          return got;
        });
      }
    }
    const changed = writes ? differences(sums, await footprint(db)) : [];
    if (changed.length > 0) found.add(finding(`${nameOf(one)} refuses and changes ${changed.join(', ')}`));
  }
  return [...found];
};

describe('every endpoint, asked by everybody', () => {
  it('shows and changes no foreign row, and refuses without a trace', { timeout: 600_000 }, async () => {
    expect(await breaches(world.product.http.routes)).toEqual([]);
  });

  it('is reported when it answers without its scope', async () => {
    const unscoped = serve(getCustomer, async (work, { params }) => {
      await work
        .db('customers')
        .where({ id: params.id })
        .update({ touched_at: new Date(0) });
      const name = await work.db('customers').where({ id: params.id }).first('name');
      return { ...name, planted: true } as never;
    });
    const { endpoint } = unscoped;
    const found = await breaches([{ ...unscoped, endpoint: { ...endpoint, response: z.unknown() } }]);
    const seeing = new Set(
      found.filter((line) => line.includes('shows a foreign row')).map((line) => line.split(': ')[0]),
    );
    // Who has no rights at all does not get as far as the scope.
    expect(seeing.size).toBe(outsiders.length - 1);
  });

  it('is there for those whom it concerns', async () => {
    const opened = (door = await openDoor(world));
    const path = addressOf(getCustomer, () => cast.records['customers'] ?? '');
    const seeing = [];
    for (const [relation, session] of Object.entries(cast.sessions))
      if ((await send(opened, getCustomer, { path, session })).status === 200) seeing.push(relation);
    expect(seeing.sort()).toEqual([...insiders].sort());
  });
});
