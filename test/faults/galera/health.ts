import { createServer } from 'node:http';
import { createConnection } from 'mysql2/promise';
import { login, type Cluster } from './cluster.ts';

const patienceMs = 700;

/**
 * Tells HAProxy over HTTP whether a node may be written to: part of the primary component (`wsrep_cluster_status`) and level with it
 * (`wsrep_local_state` 4). A mere log-in would not do: a node that lost its cluster still answers those.
 */
export const startHealthCheck = async (cluster: Cluster, n: number, port: number): Promise<{ close(): void }> => {
  const server = createServer((_, response) => {
    void isServing(cluster.socketOf(n)).then((serves) => response.writeHead(serves ? 200 : 503).end());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

const isServing = async (socketPath: string): Promise<boolean> => {
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, patienceMs, false));
  return Promise.race([late, ask(socketPath)]).catch(() => false);
};

const ask = async (socketPath: string): Promise<boolean> => {
  const connection = await createConnection({ socketPath, connectTimeout: patienceMs, ...login });
  // A node that hangs answers the check's question late; nobody listens to the error then.
  connection.on('error', () => undefined);
  try {
    const [rows] = await connection.query(
      "show status where variable_name in ('wsrep_cluster_status', 'wsrep_local_state', 'wsrep_ready')",
    );
    const state = Object.fromEntries(
      (rows as { Variable_name: string; Value: string }[]).map((row) => [row.Variable_name, row.Value]),
    );
    return (
      state['wsrep_cluster_status'] === 'Primary' && state['wsrep_local_state'] === '4' && state['wsrep_ready'] === 'ON'
    );
  } finally {
    connection.destroy();
  }
};
