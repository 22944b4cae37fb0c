import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What this process was started to do. */
export const task = <T>(): T => JSON.parse(process.argv[2] ?? 'null') as T;

/** Tells the parent that this process is ready; `close` runs when the parent has seen enough. */
export const announce = (said: unknown, close: () => Promise<unknown>): void => {
  process.once('SIGTERM', () => void close().finally(() => process.exit(0)));
  process.stdout.write(`${JSON.stringify(said)}\n`);
};

export const listen = (start: (done: () => void) => Server): Promise<{ server: Server; url: string }> =>
  new Promise((resolve) => {
    const server = start(() => resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
  });

export const stopListening = async (server: Server): Promise<void> => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
};
