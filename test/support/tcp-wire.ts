import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire to a server that can be slow, dumb or cut. What it swallows is kept and delivered when it is `clear` again, unless it was cut. */
export interface Wire {
  readonly port: number;
  /** Everything goes through at once again. */
  clear(): void;
  /** Every packet in either direction takes so long. */
  slow(ms: number): void;
  /** Nothing arrives any more, and nobody is told; new connections are accepted and silent as well. */
  stall(): void;
  /** Breaks every connection; new ones are welcome. */
  cut(): void;
  /** What is asked arrives; the first word of an answer breaks the connection instead. */
  loseAnswers(): void;
  close(): Promise<void>;
}

export async function openWire(to: { host: string; port: number }): Promise<Wire> {
  const sockets = new Set<Socket>();
  let delayMs = 0;
  let isStalled = false;
  let losesAnswers = false;

  const forward = (from: Socket, target: Socket, isAnswer: boolean): void => {
    from.on('data', (data) => {
      if (isAnswer && losesAnswers) return void from.destroy();
      if (delayMs === 0) return void target.write(data);
      setTimeout(() => target.write(data), delayMs);
    });
    if (isStalled) from.pause();
  };
  const serve = (client: Socket): void => {
    const server = createConnection(to);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket);
      forward(socket, other, socket === server);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  };

  const listener = createServer(serve).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  const set = (next: { delayMs?: number; isStalled?: boolean; losesAnswers?: boolean }): void => {
    ({ delayMs = 0, isStalled = false, losesAnswers = false } = next);
    for (const socket of sockets) {
      if (isStalled) socket.pause();
      else socket.resume();
    }
  };
  return {
    port: (listener.address() as AddressInfo).port,
    clear: () => set({}),
    slow: (ms) => set({ delayMs: ms }),
    stall: () => set({ isStalled: true }),
    loseAnswers: () => set({ losesAnswers: true }),
    cut,
    close: async () => {
      cut();
      listener.close();
      await once(listener, 'close');
    },
  };
}
