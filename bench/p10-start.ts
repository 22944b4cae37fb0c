import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { findByCommandLine } from '../scripts/lib/identity.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { root } from '../scripts/lib/root.mjs';
import type { Measurement } from './lib/bench.ts';
import { median, type Figure } from './lib/figure.ts';
import { residentMegabytes } from './lib/resident.ts';

const limits = { seconds: 10, megabytes: 250 };
const dataDir = join(root, '.data/bench/start');
const patienceMs = 180_000;

/**
 * P10: `npm start` where everything is installed, built and filled, until it prints its address; and what server and bot hold in memory
 * once they are up and have answered people for a while.
 */
export const startAgain: Measurement = {
  id: 'P10',
  measure: async ({ quick, rounds }) => {
    // The first start fills the data folder; how long that takes depends on what the machine has to install.
    if (!quick) await (await start()).stop();
    const seconds: number[] = [];
    const megabytes: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const product = await start();
      seconds.push(product.seconds);
      await visit(product.url);
      megabytes.push(residentMegabytes(product.serverPid()));
      await product.stop();
    }
    const withinLimit = (id: string, limit: number, values: number[], unit: string, note: string): Figure => ({
      id,
      ratio: median(values) / limit,
      floor: limit,
      product: median(values),
      unit,
      n: rounds,
      note: `${note}; the floor is the limit`,
      // A quick run starts for the first time: it shows that starting works.
      target: quick ? null : { atMost: 1 },
    });
    return [
      withinLimit('P10', limits.seconds, seconds, 's', 'npm start, the second time, until it prints its address'),
      withinLimit('P10.memory', limits.megabytes, megabytes, 'MB', 'resident memory of server and bot in one process'),
    ];
  },
};

interface Started {
  seconds: number;
  url: string;
  serverPid(): number;
  stop(): Promise<void>;
}

const start = async (): Promise<Started> => {
  const [port, simulatorPort] = [await freePort(), await freePort()];
  const began = performance.now();
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      SIMULATOR_PORT: String(simulatorPort),
      DATA_DIR: dataDir,
      PUBLIC_URL: '',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await saysReady(child);
  return {
    seconds: (performance.now() - began) / 1000,
    url: `http://127.0.0.1:${port}`,
    serverPid: () => {
      const [pid] = findByCommandLine(join(root, 'dist/server.js'), `--data-dir=${dataDir}`);
      if (!pid) throw new Error('The server is not running.');
      return pid;
    },
    stop: async () => {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
};

const saysReady = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string): void => reject(new Error(`npm start ${why}:\n${said.slice(-2000)}`));
    const timer = setTimeout(() => fail('did not get ready'), patienceMs);
    child.stdout?.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      if (!said.includes('(ready)')) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('exit', (code) => fail(`ended with ${code}`));
  });

/** Pages and refused calls: enough for every lazily loaded part of the HTTP side to be there. */
const visit = async (url: string): Promise<void> => {
  for (let visits = 0; visits < 200; visits += 1)
    for (const path of ['/', '/api/session', '/readyz']) await (await fetch(url + path)).arrayBuffer();
};
