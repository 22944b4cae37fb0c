import { composeProduct, type Product } from '../../../server/compose.ts';
import { readConfig } from '../../../server/config.ts';
import { openFoundations } from '../../../server/foundations.ts';
import { expect } from 'vitest';
import { listFollowUps } from '../../../server/contract/activities.ts';
import { createCustomer } from '../../../server/contract/customers.ts';
import { listDepartments } from '../../../server/contract/org.ts';
import { bindGroup } from '../../../server/contract/reports.ts';
import type { GroupView } from '../../../simulator/control/types.ts';
import { runProgram, type Program } from '../../support/processes.ts';
import { signIn, type Person } from '../../support/processes-person.ts';
import { openStage, type Stage } from '../../support/processes-stage.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { startGateway } from './gateway.ts';
import { createNetwork, type Network } from './network.ts';

const sellers = ['wanglei', 'zhaomin', 'liuyang', 'heqian', 'gaofei', 'wudawei'];

/** The whole scaled-out product on one machine, and its people at work. */
export interface ClusterStage extends Stage {
  cluster: Cluster;
  network: Network;
  /** A product of our own on the same database, to queue messages with. */
  product: Product;
  group: GroupView;
  /** Moves the time and waits until both servers go by it. */
  moveClock(to: string): Promise<void>;
  /** The node that is written to now. */
  writer(): Promise<number>;
  /** People with sessions of this moment. */
  signIn(): Promise<{ person: Person; customerId: string }[]>;
  /** Ends and starts servers and bots one after the other. */
  restartProcesses(): Promise<void>;
}

export const openClusterStage = async (folder: string): Promise<ClusterStage> => {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const one of closing.splice(0).reverse())
      await one().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  };
  try {
    const network = await createNetwork(3);
    closing.push(network.remove);
    const cluster = await startCluster(folder, network);
    closing.push(cluster.close);
    const gateway = await startGateway(folder, cluster);
    closing.push(gateway.close);
    const { databaseUrl, appUrl, serverPorts } = gateway;
    await runProgram('migrate', { DATABASE_URL: databaseUrl }, []);
    const stage = await openStage({ label: 'galera', databaseUrl, appUrl, roles: [] });
    closing.push(stage.close);

    const starts = [
      ...serverPorts.map((port) => () => stage.start('server', { PORT: String(port) })),
      ...[1, 2].map(() => () => stage.start('bot')),
    ];
    const programs: Program[] = [];
    for (const start of starts) programs.push(await start());
    const opened = await openFoundations(readConfig({ ...stage.env, LOG_LEVEL: 'silent' }), {
      name: 'test',
      onNudge: () => undefined,
    });
    closing.push(opened.close);
    const product = composeProduct(opened.foundations);
    const customers = await createCustomers(stage);
    const group = await bindEastGroup(stage);
    return {
      ...stage,
      cluster,
      network,
      product,
      group,
      close,
      moveClock: async (to) => {
        await stage.control.moveClock(to);
        for (const port of serverPorts)
          await expect.poll(() => timeOf(port), { timeout: 30_000 }).toBeGreaterThan(Date.parse(to) - 1000);
      },
      writer: async () => {
        const [rows] = (await product.kernel.db.raw('select @@wsrep_node_name as name')) as [{ name: string }[]];
        return Number(rows[0]?.name.replace('node', ''));
      },
      signIn: () =>
        Promise.all(
          customers.map(async ({ userid, customerId }) => ({ person: await signIn(stage, userid), customerId })),
        ),
      restartProcesses: async () => {
        for (const [index, start] of starts.entries()) {
          await programs[index]?.stop();
          programs[index] = await start();
        }
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
};

/** A server's own time; it tells it with every answer of the API, refusals included. */
const timeOf = async (port: number): Promise<number> =>
  Date.parse((await fetch(`http://127.0.0.1:${port}${listFollowUps.path}`)).headers.get('date') ?? '');

/** One for each seller. */
const createCustomers = async (stage: Stage): Promise<{ userid: string; customerId: string }[]> => {
  const created = [];
  for (const userid of sellers) {
    const seller = await signIn(stage, userid);
    const body = { name: `${userid} 的客户`, kind: 'customer' as const };
    created.push({ userid, customerId: (await seller.get(createCustomer, { body })).id });
  }
  return created;
};

const bindEastGroup = async (stage: Stage): Promise<GroupView> => {
  const admin = await signIn(stage, 'weikai');
  const group = (await stage.control.get<GroupView[]>('groups')).find(({ name }) => name === '华东销售群');
  const departmentId = (await admin.get(listDepartments)).items.find(({ name }) => name === '华东大区')?.id;
  if (!group || !departmentId) throw new Error('The demo company has changed.');
  const body = { name: group.name, kind: 'webhook' as const, departmentId, address: group.webhookUrl ?? '' };
  await admin.get(bindGroup, { body });
  return group;
};
