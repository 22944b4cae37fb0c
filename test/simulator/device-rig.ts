import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

import { cleanUp, type Rig, startSimulator } from './start-simulator.ts';

type Handler = (incoming: IncomingMessage, response: ServerResponse) => void;

/** A CRM of one handler, set as the simulator's app. Returns its address. */
export async function startApp(rig: Rig, handler: Handler): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  cleanUp(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  rig.simulator.setAppUrl(url);
  return url;
}

export interface DeviceAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  text: string;
}

/** One person's webview without a browser: it keeps cookies by host, as browsers do. */
export function openDevice({ simulator }: Rig, slug: string) {
  const host = `${slug}.wecom.localhost:${simulator.port}`;
  const cookies = new Map<string, string>();
  const ask = (
    path: string,
    headers: Record<string, string> = {},
    { method = 'GET', body = '' } = {},
  ): Promise<DeviceAnswer> =>
    new Promise((done, fail) => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const sent = { host, ...(cookie && { cookie }), ...headers };
      const outgoing = request({ port: simulator.port, host: '127.0.0.1', path, method, headers: sent }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', fail);
        answer.on('end', () => {
          for (const line of answer.headers['set-cookie'] ?? []) {
            const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
            cookies.set(name, value);
          }
          const bytes = Buffer.concat(chunks);
          done({ status: answer.statusCode ?? 0, headers: answer.headers, body: bytes, text: bytes.toString() });
        });
      });
      outgoing.on('error', fail);
      outgoing.end(body);
    });
  /** Follows redirects as long as they stay on this phone. */
  const visit = async (path: string): Promise<DeviceAnswer & { path: string }> => {
    let at = path;
    for (let hop = 0; hop < 10; hop++) {
      const answer = await ask(at, { accept: 'text/html' });
      const { location } = answer.headers;
      if (location === undefined) return { ...answer, path: at };
      const next = new URL(location, `http://${host}`);
      if (next.host !== host) throw new Error(`left the phone for ${next.href}`);
      at = next.pathname + next.search;
    }
    throw new Error('too many redirects');
  };
  return { host, ask, visit };
}

export async function startDevice(handler: Handler, slug = 'amy') {
  const rig = await startSimulator();
  const app = await startApp(rig, handler);
  return { rig, app, device: openDevice(rig, slug) };
}
