import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';

/** One address before several servers: each connection goes to the next server that is open, as a load balancer would send it. */
export interface FrontDoor {
  /** From now on these ports get new connections, in turn. */
  leadTo(...ports: number[]): void;
  close(): Promise<void>;
}

export const openFrontDoor = async (port: number): Promise<FrontDoor> => {
  let targets: number[] = [];
  let turn = 0;
  const open = new Set<Socket>();

  const serve = (client: Socket, tries = targets.length): void => {
    const target = targets[turn++ % targets.length];
    if (target === undefined || tries === 0) return void client.destroy();
    const server = connect(target, '127.0.0.1');
    server.once('error', () => (server.connecting ? serve(client, tries - 1) : client.destroy()));
    server.once('connect', () => {
      for (const socket of [client, server]) {
        open.add(socket);
        socket.once('close', () => open.delete(socket));
      }
      client.once('close', () => server.destroy());
      server.once('close', () => client.end());
      client.pipe(server).pipe(client);
    });
  };
  const door = createServer((client) => {
    client.on('error', () => client.destroy());
    serve(client);
  });
  door.listen(port, '127.0.0.1');
  await once(door, 'listening');
  return {
    leadTo: (...ports) => (targets = ports),
    close: async () => {
      door.close();
      for (const socket of open) socket.destroy();
      await once(door, 'close');
    },
  };
};
