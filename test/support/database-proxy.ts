import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

/**
 * What happens to the next COMMIT: its connection breaks before the server hears of it, or after the server has done it and before the
 * client hears so; or the server takes the transaction back with a deadlock, as a node of a cluster does when certification fails.
 */
export type CommitFate = 'lost before' | 'lost after' | 'refused';

/** A wire between client and database that can be made to fail at a chosen moment. */
export interface DatabaseProxy {
  /** The database's address through the proxy. */
  url: string;
  nextCommit(fate: CommitFate): void;
  /** Breaks every connection. */
  cut(): void;
  close(): Promise<void>;
}

export const openDatabaseProxy = async (databaseUrl: string): Promise<DatabaseProxy> => {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  let fate: CommitFate | null = null;
  const cut = (): void => open.forEach((socket) => socket.destroy());

  const serve = (client: Socket): void => {
    const server = createConnection({ host: target.hostname, port: Number(target.port) });
    const breakOff = (): void => [client, server].forEach((socket) => socket.destroy());
    let isRefusing = false;
    let isDeaf = false;
    client.on('data', (data) => {
      const commit = fate !== null && data.includes('COMMIT;') ? fate : null;
      if (commit) fate = null;
      if (commit === 'lost before') return breakOff();
      isDeaf = commit === 'lost after';
      isRefusing = commit === 'refused';
      server.write(isRefusing ? query('ROLLBACK') : data);
    });
    server.on('data', (data) => {
      if (isDeaf) return breakOff();
      client.write(isRefusing ? deadlock() : data);
      isRefusing = false;
    });
    for (const socket of [client, server]) {
      open.add(socket);
      socket.on('error', breakOff).on('close', () => {
        open.delete(socket);
        breakOff();
      });
    }
  };

  const proxy = createServer(serve).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    url: url.href,
    nextCommit: (next) => (fate = next),
    cut,
    close: async () => {
      proxy.close();
      cut();
      await once(proxy, 'close');
    },
  };
};

/** A packet of the MySQL protocol: length, sequence number, payload. */
const packet = (sequence: number, payload: Buffer): Buffer => {
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  header.writeUInt8(sequence, 3);
  return Buffer.concat([header, payload]);
};
const query = (sql: string): Buffer => packet(0, Buffer.from(`\x03${sql}`));
const deadlock = (): Buffer =>
  packet(1, Buffer.concat([Buffer.from([0xff, 1213 & 0xff, 1213 >> 8]), Buffer.from('#40001Deadlock found')]));
