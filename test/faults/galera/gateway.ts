import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../../scripts/lib/mariadb-binaries.mjs';
import { freePort } from '../../../scripts/lib/ports.mjs';
import { login, nodes, type Cluster } from './cluster.ts';
import { startHealthCheck } from './health.ts';

/** HAProxy before the database and before the product's servers, as an operator would have it. */
export interface Gateway {
  databaseUrl: string;
  /** Where people come in. */
  appUrl: string;
  /** The servers' own ports. */
  serverPorts: [number, number];
  close(): Promise<void>;
}

export const startGateway = async (folder: string, cluster: Cluster): Promise<Gateway> => {
  const [database, app, first, second] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const checks = await Promise.all(
    nodes.map(async (n) => {
      const port = await freePort();
      return { n, port, check: await startHealthCheck(cluster, n, port) };
    }),
  );
  const file = join(folder, 'haproxy.cfg');
  const servers = checks.map(
    ({ n, port }) =>
      `  server node${n} unix@${cluster.socketOf(n)} check addr 127.0.0.1 port ${port} on-marked-down shutdown-sessions${n > 1 ? ' backup' : ''}`,
  );
  writeFileSync(file, configuration({ database, app, servers, ports: [first, second] }));
  const child = spawn(findProgram('haproxy') ?? 'haproxy', ['-f', file, '-db'], { stdio: 'ignore' });
  await once(child, 'spawn');
  return {
    databaseUrl: `mysql://${login.user}:${login.password}@127.0.0.1:${database}/${login.database}`,
    appUrl: `http://localhost:${app}`,
    serverPorts: [first, second],
    close: async () => {
      for (const { check } of checks) check.close();
      const exit = once(child, 'exit');
      if (child.exitCode === null && child.kill('SIGKILL')) await exit;
    },
  };
};

/**
 * One node is written to at a time and stays it until it fails (the stick table), so that a node that comes back takes nobody's sessions.
 * Sessions of a node that is marked down are closed at once: nobody waits on a connection that leads nowhere.
 */
const configuration = (given: { database: number; app: number; servers: string[]; ports: number[] }): string => `
global
  maxconn 1000
defaults
  timeout connect 1s
  timeout client 1h
  timeout server 1h
  timeout check 900ms
  retries 3
  option redispatch 1
  default-server inter 300ms fall 2 rise 2
listen database
  mode tcp
  bind 127.0.0.1:${given.database}
  option httpchk GET /
  stick-table type ip size 1 nopurge
  stick on dst
${given.servers.join('\n')}
listen app
  mode http
  bind 127.0.0.1:${given.app}
  timeout server 20s
  option httpchk GET /healthz
  balance roundrobin
${given.ports.map((port, index) => `  server server${index + 1} 127.0.0.1:${port} check`).join('\n')}
`;
