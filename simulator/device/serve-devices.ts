import { readFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';

import { type World } from '../world.ts';
import { type Addresses, isAuthorize, platformOrigins } from './addresses.ts';
import { type Device, deviceLabel, findDevice } from './find-device.ts';
import { forward } from './forward.ts';
import { bridgePath } from './inject-bridge.ts';
import { showSentence } from './sentence.ts';
import { verifyPage } from './verify-page.ts';

/**
 * The webviews of the simulated phones: `<slug>.wecom.localhost` is the CRM as that person's WeCom shows it. Hosts of
 * one site with the page around them, so that its cookies work in a frame, and one host per person, so that they are apart.
 */
export function serveDevices(world: World, webFolder: string) {
  return (incoming: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const label = deviceLabel(incoming.headers.host);
    if (label === null) return next();
    const device = findDevice(world.state, label);
    if (!device) return showSentence(response, 404, '没有这部手机', '公司里没有使用这部手机的人。');
    void answer(world, webFolder, device, incoming, response);
  };
}

async function answer(
  world: World,
  webFolder: string,
  device: Device,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const addresses = addressesOf(world, incoming);
  const path = incoming.url ?? '/';
  if (path === bridgePath) return sendBridge(webFolder, response);
  if (path === '/__wecom/verify') return verifyPage(world, incoming, response, addresses);
  if (!isAuthorize(path)) return forward(incoming, response, { target: addresses.app, addresses });
  if (!device.isSignedIn) return showSentence(response, 200, '企业微信已退出登录', `${device.name}不再是在职成员。`);
  // The real authorize page answers; the device only tells it who is looking.
  const extra = { 'x-simulator-userid': encodeURIComponent(device.userid) };
  return forward(incoming, response, { target: world.url, addresses, extra });
}

function addressesOf(world: World, incoming: IncomingMessage): Addresses {
  const { port } = new URL(world.url);
  return {
    device: `http://${incoming.headers.host ?? ''}`,
    app: new URL(world.state.settings.appUrl).origin,
    platform: platformOrigins(port),
  };
}

async function sendBridge(webFolder: string, response: ServerResponse): Promise<void> {
  const script = await readFile(join(webFolder, 'bridge.js')).catch(() => null);
  response.writeHead(script ? 200 : 404, {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'no-cache',
  });
  response.end(script ?? '');
}
