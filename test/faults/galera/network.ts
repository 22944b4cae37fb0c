import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Machines of their own for the nodes: one network namespace each, plugged into a switch that no other network knows of. */
export interface Network {
  /** What to put before a command so that it runs on node `n`. */
  on(n: number): string[];
  addressOf(n: number): string;
  /** Packets from and to node `n` vanish, without a word to anybody. */
  unplug(n: number): Promise<void>;
  plugIn(n: number): Promise<void>;
  remove(): Promise<void>;
}

export const createNetwork = async (size: number): Promise<Network> => {
  const prefix = `crm${process.pid}`;
  const nodes = Array.from({ length: size }, (_, index) => index + 1);
  const hub = `${prefix}-switch`;
  const machine = (n: number): string => `${prefix}-node${n}`;
  const addressOf = (n: number): string => `10.99.0.${n}`;

  await ip('netns', 'add', hub);
  await ip('-n', hub, 'link', 'add', 'bridge', 'type', 'bridge');
  await ip('-n', hub, 'link', 'set', 'bridge', 'up');
  for (const n of nodes) {
    await ip('netns', 'add', machine(n));
    const plug = ['type', 'veth', 'peer', 'name', 'eth0', 'netns', machine(n)];
    await ip('link', 'add', `port${n}`, 'netns', hub, ...plug);
    await ip('-n', hub, 'link', 'set', `port${n}`, 'master', 'bridge', 'up');
    await ip('-n', machine(n), 'addr', 'add', `${addressOf(n)}/24`, 'dev', 'eth0');
    for (const device of ['lo', 'eth0']) await ip('-n', machine(n), 'link', 'set', device, 'up');
  }
  return {
    on: (n) => ['ip', 'netns', 'exec', machine(n)],
    addressOf,
    unplug: (n) => ip('-n', hub, 'link', 'set', `port${n}`, 'nomaster'),
    plugIn: (n) => ip('-n', hub, 'link', 'set', `port${n}`, 'master', 'bridge'),
    remove: async () => {
      for (const name of [...nodes.map(machine), hub]) await ip('netns', 'del', name);
    },
  };
};

const ip = async (...args: string[]): Promise<void> => void (await promisify(execFile)('ip', args));
