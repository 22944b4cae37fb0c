import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createApp } from '../../server/app.ts';
import { type HttpOptions, sessionCookie } from '../../server/kernel/http.ts';
import type { Route } from '../../server/kernel/route.ts';
import { systemActor } from '../../server/kernel/work.ts';
import { publicUrl, useWorld } from '../support/world.ts';

const world = useWorld({ isolated: true });

/** The endpoint as the router mounts it, with a handler whose effects can be counted and which takes anything. */
const counting = ({ endpoint, uploadLimit }: Route): Route => {
  const anything = { params: z.unknown(), query: z.unknown(), body: z.unknown(), response: z.unknown() };
  return {
    endpoint: { ...endpoint, ...anything, permission: 'session' },
    uploadLimit,
    handle: async (work) => {
      const name = randomUUID();
      await work.db('leases').insert({ name, holder: 'x', until_ms: 0 });
      return { name };
    },
  };
};

const listen = async (routes: readonly Route[], more: object): Promise<{ base: string; close: () => void }> => {
  const options = { ...world.product.http, ...more, routes, h5Dir: null, secure: false };
  const server = createApp(options).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return { base, close: () => void server.close() };
};

/** Endpoints on which a repeated request is more than one request. */
const doubled = async (routes: readonly Route[], more: Partial<HttpOptions> = {}): Promise<string[]> => {
  const { base, close } = await listen(routes, more);
  const { alice, bob } = await world.company.standard();
  const cookies = await Promise.all([alice, bob].map(async (id) => `${sessionCookie}=${await world.sessionOf(id)}`));
  const found: string[] = [];
  for (const { endpoint, uploadLimit } of routes) {
    const key = randomUUID();
    const send = async (content: string, cookie = cookies[0] ?? ''): Promise<string> => {
      const headers = { cookie, origin: publicUrl, 'idempotency-key': key };
      const form = new FormData();
      form.append('file', new Blob([content]), 'a.png');
      const answer = await fetch(
        `${base}${endpoint.path.replace(/:\w+/g, '1')}?content=${uploadLimit ? 'file' : content}`,
        {
          method: endpoint.method,
          headers: uploadLimit ? headers : { ...headers, 'content-type': 'application/json' },
          body: uploadLimit ? form : JSON.stringify({ content: 'same' }),
        },
      );
      return ((body) => body.name ?? body.code ?? '')((await answer.json()) as { name?: string; code?: string });
    };
    const name = `${endpoint.method} ${endpoint.path}`;
    const answers = [...(await Promise.all([send('a'), send('a'), send('a')])), await send('a')];
    if (new Set(answers).size !== 1) found.push(`${name}: a repeat gets another answer`);
    if ((await send('b')) !== 'request.key_reused') found.push(`${name}: a key serves two contents`);
    const another = await send('b', cookies[1]);
    if (answers.includes(another)) found.push(`${name}: somebody else's key answers`);
    const effects = await world.kernel.db('leases').delete();
    if (effects !== 2) found.push(`${name}: ${effects} effects of two submissions`);
  }
  close();
  return found;
};

const writing = (): Route[] => world.product.http.routes.filter(({ endpoint }) => endpoint.method !== 'GET');

describe('every endpoint that changes something', () => {
  it('does it once per key, also when asked three times at once, and repeats its answer', async () => {
    expect(writing().length).toBeGreaterThan(30);
    expect(await doubled(writing().map(counting))).toEqual([]);
  }, 60_000);

  it('is reported when it does not', async () => {
    const [first] = writing().map(counting);
    if (!first) throw new Error('no routes');
    const found = await doubled([first], { authenticate: () => Promise.resolve(systemActor()) });
    expect(found.join()).toContain('6 effects of two submissions');
  });
});
