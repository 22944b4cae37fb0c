import type { AddressInfo } from 'node:net';
import { createApp, type AppOptions } from '../../server/app.ts';
import type { Endpoint } from '../../server/contract/endpoint.ts';
import { sessionCookie } from '../../server/kernel/http.ts';
import { publicUrl, type World } from '../support/world.ts';

/** A server of its own on a port of its own. */
export interface Door {
  base: string;
  port: number;
  close(): void;
}

/** The product over HTTP, by default without rate limits: what is tried here is tried often. */
export const openDoor = async (world: World, options: Partial<AppOptions> = {}): Promise<Door> => {
  const unlimited = { limitRate: () => Promise.resolve() };
  const app = createApp({ ...world.product.http, h5Dir: null, secure: false, ...unlimited, ...options });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return { base: `http://127.0.0.1:${port}`, port, close: () => (server.closeAllConnections(), void server.close()) };
};

export interface Sent {
  path: string;
  /** The raw body of a request that writes. */
  body?: string;
  session?: string | null;
  headers?: Record<string, string>;
}
export interface Got {
  status: number;
  text: string;
  code: string | null;
  headers: Headers;
}

/** Sends what a page of ours would, with a body nobody has looked at. */
export const send = async (door: Door, one: Pick<Endpoint, 'method'>, sent: Sent): Promise<Got> => {
  const writes = one.method !== 'GET';
  const response = await fetch(door.base + sent.path, {
    method: one.method,
    redirect: 'manual',
    headers: {
      ...(writes && { origin: publicUrl, 'content-type': 'application/json' }),
      ...(sent.session && { cookie: `${sessionCookie}=${sent.session}` }),
      ...sent.headers,
    },
    ...(writes && { body: sent.body ?? '{}' }),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    code: /"code":"([\w.]+)"/.exec(text)?.[1] ?? null,
    headers: response.headers,
  };
};

/** The address of an endpoint with every parameter filled in by `fill`. */
export const addressOf = (one: Endpoint, fill: (name: string) => string): string =>
  one.path.replace(/:(\w+)/g, (_, name: string) => fill(name));

export const nameOf = (one: Endpoint): string => `${one.method} ${one.path}`;

/** Words that only the inside knows. */
export const insideWords =
  /ER_[A-Z_]+|\bat \S+ \(|node_modules|ECONN|select `|insert into|mysql|\bsqlState\b|\/server\/kernel\//i;
