import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort, isDatabaseGreeting, isPortFree } from '../../scripts/lib/ports.mjs';

let server: Server;
let port: number;

beforeEach(async () => {
  server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

test('a port somebody listens on is not free, on every address neither', async () => {
  expect(await isPortFree(port)).toBe(false);
  expect(await isPortFree(port, '0.0.0.0')).toBe(false);
});

test('the preferred port is kept when it is free and replaced when it is taken', async () => {
  expect(await freePort(port)).not.toBe(port);
  const other = await freePort();
  expect(await freePort(other)).toBe(other);
});

test('a server that speaks something else is not taken for a database', async () => {
  expect(await isDatabaseGreeting(port)).toBe(false);
});
