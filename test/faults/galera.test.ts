import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canInstallPackages, installPackages } from '../../scripts/lib/apt.mjs';
import { findProgram } from '../../scripts/lib/mariadb-binaries.mjs';
import { isFullForm, recordRow, roundsOf } from '../support/fault-rows.ts';
import { openClusterStage, type ClusterStage } from './galera/stage.ts';
import { observe, type Observation } from './galera/observation.ts';

/** What a node needs beside the server: its provider, its two ways of copying data to a node that joins, and the way to it. */
const programs = ['haproxy', 'rsync', 'ip', 'setpriv', 'wsrep_sst_rsync'];
const packages = ['mariadb-server', 'galera-4', 'haproxy', 'iproute2', 'rsync', 'socat', 'util-linux'];
const isMissing = (): boolean => programs.some((name) => findProgram(name) === undefined);
const reason = !isFullForm
  ? 'a cluster of three takes minutes: npm run faults -- galera'
  : isMissing() && !canInstallPackages()
    ? `needs root, or the packages ${packages.join(', ')}`
    : null;
if (reason) process.stderr.write(`SKIPPED galera: ${reason}\n`);

const rounds = roundsOf({ full: 3, short: 0 });
/** Working days of the story. */
const days = ['2026-03-11', '2026-03-12', '2026-03-13', '2026-03-16', '2026-03-17', '2026-03-18'];

describe.skipIf(reason !== null)('three Galera nodes behind HAProxy, two servers, two bots', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crm-galera-'));
  chmodSync(folder, 0o755);
  let stage: ClusterStage;

  beforeAll(async () => {
    if (isMissing()) await installPackages(packages, () => undefined);
    stage = await openClusterStage(folder);
  });
  afterAll(async () => {
    await stage?.close();
    if (!process.env['FAULT_KEEP']) rmSync(folder, { recursive: true, force: true });
  });

  const expectPromises = (all: readonly Observation[]): void => {
    const kept = { lost: 0, doubled: 0, unpaired: 0, unsent: 0, sentTwice: 0, undigested: 0 };
    expect(all).toMatchObject(all.map(() => kept));
  };
  const record = (scenario: string, all: readonly Observation[]): void =>
    recordRow({ scenario, rounds: all.length, counts: summary(all) });

  it('lose nothing when the node written to is killed', async () => {
    const seen: Observation[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const at = `${days[round % days.length]}T10:29:57.000Z`;
      seen.push(
        await observe(stage, { label: `kill ${round}`, at, digestDay: days[round % days.length] }, async () => {
          const writer = await stage.writer();
          await stage.cluster.kill(writer);
          await sleep(8000);
          await stage.cluster.start(writer);
          await stage.cluster.synced(writer);
        }),
      );
    }
    record('Galera: kill -9 of the node written to, over 18:30', seen);
    expectPromises(seen);
    expect(Math.max(...seen.map(({ longestWaitMs }) => longestWaitMs))).toBeLessThan(10_000);
  });

  it('lose nothing when the node written to is cut off from the others but not from us', async () => {
    const seen: Observation[] = [];
    for (let round = 0; round < rounds; round += 1) {
      seen.push(
        await observe(stage, { label: `cut ${round}` }, async () => {
          const writer = await stage.writer();
          await stage.network.unplug(writer);
          await sleep(8000);
          await stage.network.plugIn(writer);
          await stage.cluster.synced(writer);
        }),
      );
    }
    record('Galera: the node written to partitioned, then rejoined', seen);
    expectPromises(seen);
    expect(Math.max(...seen.map(({ longestWaitMs }) => longestWaitMs))).toBeLessThan(10_000);
  });

  it('lose nothing when nodes and our own processes are restarted one after the other', async () => {
    const seen: Observation[] = [];
    for (let round = 0; round < rounds; round += 1) {
      seen.push(
        await observe(stage, { label: `rolling ${round}` }, async () => {
          for (const n of [1, 2, 3]) {
            await stage.cluster.stop(n);
            await stage.cluster.start(n);
            await stage.cluster.synced(n);
            await sleep(1000);
          }
          await stage.restartProcesses();
        }),
      );
    }
    record('Galera: planned restart of all nodes, servers and bots', seen);
    expectPromises(seen);
    expect(Math.max(...seen.map(({ longestWaitMs }) => longestWaitMs))).toBeLessThan(10_000);
  });
});

/** Totals of all rounds; waits as the worst of each round. */
const summary = (all: readonly Observation[]): Record<string, number | string> => {
  const total = (of: (one: Observation) => number): number => all.reduce((sum, one) => sum + of(one), 0);
  const worst = (of: (one: Observation) => number): string =>
    all.map((one) => `${(of(one) / 1000).toFixed(1)}`).join(' / ') + ' s';
  return {
    acknowledged: total((one) => one.acknowledged),
    lost: total((one) => one.lost),
    doubled: total((one) => one.doubled),
    unpaired: total((one) => one.unpaired),
    repeated: total((one) => one.repeated),
    'longest wait to write': worst((one) => one.longestWaitMs),
    'to read': worst((one) => one.longestReadMs),
    messages: total((one) => one.messages),
    unsent: total((one) => one.unsent),
    'sent twice': total((one) => one.sentTwice),
    'longest pause of the bots': worst((one) => one.longestSendPauseMs),
    'digests missing or doubled': total((one) => one.undigested),
  };
};
