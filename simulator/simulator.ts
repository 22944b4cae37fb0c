import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { resolve } from 'node:path';

import Koa from 'koa';
import { WebSocketServer } from 'ws';

import { controlRoutes } from './control/routes.ts';
import { controlEnvelope } from './control/serve-control.ts';
import demoCompany from './demo-company.json' with { type: 'json' };
import { serveDevices } from './device/serve-devices.ts';
import { servePage } from './http/serve-page.ts';
import { servePlatform } from './http/serve-platform.ts';
import { readOrgFile } from './org/org-file.ts';
import { type State } from './state.ts';
import { sweep } from './sweep.ts';
import { platformEndpoints } from './wecom/endpoints.ts';
import { loginPages } from './wecom/login-pages.ts';
import { createWorld, type Timing, type World } from './world.ts';

export interface SimulatorOptions {
  /** 0 takes a free one. */
  port?: number;
  host?: string;
  /** The CRM's public address; may be set later with `setAppUrl`. */
  appUrl?: string;
  /** Folder of the snapshot; without it everything is in memory. */
  dataFolder?: string;
  /** Parsed content of an org file; the demo company otherwise. */
  org?: unknown;
  /** Folder of the built page. */
  webFolder?: string;
  /** Real milliseconds to wait for the CRM; a test may shorten them. */
  timing?: Partial<Timing>;
  /** Sees every request before the simulator does, instead of the phones on `*.wecom.localhost`. */
  devices?: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
}

export interface Simulator {
  url: string;
  port: number;
  world: World;
  /** Everything that survives a restart, as it is now. */
  readonly state: State;
  setAppUrl(appUrl: string): void;
  /** Resolves when every callback on its way was delivered or given up. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const SWEEP_MS = 5000;

/** A WeCom on one port: `/cgi-bin`, login pages, `/aibot` over WebSocket, the control API and the page. */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const {
    host = '127.0.0.1',
    port = 0,
    appUrl = 'http://localhost:8080',
    org = demoCompany,
    dataFolder,
    timing = {},
    webFolder = resolve('dist/simulator-web'),
  } = options;
  const world = createWorld({ org: readOrgFile(org), appUrl, dataFolder, timing });
  const server = createServer(
    requestListener(createApp(world, webFolder), options.devices ?? serveDevices(world, webFolder)),
  );
  const sockets = acceptRobot(server, world);
  await listen(server, port, host);
  const address = server.address() as AddressInfo;
  world.url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${address.port}`;
  const sweeping = setInterval(() => sweep(world), SWEEP_MS).unref();
  return {
    url: world.url,
    port: address.port,
    world,
    get state() {
      return world.state;
    },
    setAppUrl: (value) => void (world.state.settings.appUrl = value),
    settled: () => world.callbacks.settled(),
    async close() {
      clearInterval(sweeping);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      world.storage.saveNow();
    },
  };
}

function createApp(world: World, webFolder: string): Koa {
  const app = new Koa();
  app.on('error', reportError);
  app.use(servePlatform(world, platformEndpoints));
  app.use(controlEnvelope(world));
  app.use(controlRoutes(world).routes());
  app.use(loginPages(world).routes());
  app.use(servePage(webFolder));
  return app;
}

/** A reader who went away is nothing to report. */
function reportError(error: Error & { code?: string }): void {
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE') return;
  process.stderr.write(`${error.stack ?? error.message}\n`);
}

function requestListener(app: Koa, devices: NonNullable<SimulatorOptions['devices']>) {
  const answer = app.callback();
  return (request: IncomingMessage, response: ServerResponse) => {
    devices(request, response, () => void answer(request, response));
  };
}

function acceptRobot(server: Server, world: World): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 2 * 1024 * 1024 });
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.split('?')[0] !== '/aibot') return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      world.robotLine.attach(webSocket, request.socket.remoteAddress ?? '');
    });
  });
  return sockets;
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      done();
    });
  });
}
