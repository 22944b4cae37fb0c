import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Node's inspector of a process that was started with `--inspect` on this port of loopback. */
export interface Inspected {
  /** What the process still holds after a full garbage collection, in MB. */
  heldMegabytes(): Promise<number>;
  close(): void;
}

export const inspect = async (port: number): Promise<Inspected> => {
  const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as [
    { webSocketDebuggerUrl: string },
  ];
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await once(socket, 'open');
  let lastId = 0;
  const call = <T>(method: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const id = (lastId += 1);
      const onMessage = (data: Buffer): void => {
        const answer = JSON.parse(data.toString()) as { id?: number; result: T; error?: { message: string } };
        if (answer.id !== id) return;
        socket.off('message', onMessage);
        if (answer.error) reject(new Error(answer.error.message));
        else resolve(answer.result);
      };
      socket.on('message', onMessage);
      socket.send(JSON.stringify({ id, method }));
    });
  return {
    heldMegabytes: async () => {
      await call('HeapProfiler.collectGarbage');
      const { usedSize } = await call<{ usedSize: number }>('Runtime.getHeapUsage');
      return usedSize / 1024 ** 2;
    },
    close: () => socket.close(),
  };
};
