import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import mysql from 'mysql2/promise';
import { interleave, type Measurement } from './lib/bench.ts';
import { runChild } from './lib/child.ts';
import { fillCustomers } from './lib/customers.ts';

export interface HandoverTask {
  databaseUrl: string;
  administrator: string;
  from: string;
  to: string;
}

const administrator = '1';
const [leaver, receiver] = ['2', '3'];
const bystanderPaceMs = 3;

/**
 * P4: everything a person owns changes hands, one event row and one row for undo each, against the same writes as set-based SQL in chunks of a
 * thousand. They move to and fro, so that both work on the same rows. Somebody else saves single ones of these rows all the while.
 */
export const handOver: Measurement = {
  id: 'P4',
  measure: async ({ quick, rounds, database }) => {
    const customers = quick ? 5000 : 100_000;
    const databaseUrl = await database.dataset(`handover_${customers}`, 'v1', (db) => fillLeaver(db, customers));
    const waits = { floor: [] as number[], product: [] as number[] };
    let owner = await ownerNow(databaseUrl);
    const move = (program: 'floor' | 'product', name: string) => async (): Promise<number> => {
      const [from, to] = owner === leaver ? [leaver, receiver] : [receiver, leaver];
      const bystander = await startSaving(databaseUrl, customers);
      const said = await runChild<{ seconds: number }>(name, { databaseUrl, administrator, from, to });
      waits[program].push(...(await bystander.stop()));
      owner = await ownerNow(databaseUrl);
      if (owner !== to) throw new Error(`${name} did not move the rows.`);
      return said.seconds;
    };
    const seen = await interleave(rounds, {
      floor: move('floor', 'floor-handover'),
      product: move('product', 'handover'),
    });
    const common = { n: rounds, note: `${customers} customers, one event and one undo row each` };
    return [
      { ...common, id: 'P4', ratio: seen.product / seen.floor, ...seen, unit: 's', target: { atMost: 1.5 } },
      waitFigure('P4.wait.max', waits, 1, common.n),
      waitFigure('P4.wait.p99', waits, 0.99, common.n),
    ];
  },
};

/** Everything belongs to one person; the administrator leads the department. */
const fillLeaver = async (db: Knex, customers: number): Promise<void> => {
  await fillCustomers(db, { customers, people: 200, team: 200 });
  await db('customers').update({ owner_id: leaver, owner_department_id: 2 });
};

/** Whose the rows are. @throws when they are not all of one person */
const ownerNow = async (databaseUrl: string): Promise<string> => {
  const connection = await mysql.createConnection(databaseUrl);
  const [rows] = (await connection.query('select distinct owner_id as owner from customers')) as unknown as [
    { owner: number }[],
  ];
  await connection.end();
  if (rows.length !== 1) throw new Error('A hand-over left rows behind.');
  return String(rows[0]?.owner);
};

/** Saves one random row after the other, as an edit of a customer does, and notes how long each took. */
const startSaving = async (databaseUrl: string, customers: number): Promise<{ stop(): Promise<number[]> }> => {
  const connection = await mysql.createConnection(databaseUrl);
  const took: number[] = [];
  let isStopped = false;
  const save = 'update customers set note = ?, version = version + 1, updated_at = ? where id = ?';
  const run = async (): Promise<void> => {
    while (!isStopped) {
      const begun = performance.now();
      await connection.execute(save, ['已联系', new Date(), 1 + Math.floor(Math.random() * customers)]);
      took.push(performance.now() - begun);
      await sleep(bystanderPaceMs);
    }
  };
  const ended = run();
  return {
    stop: async () => {
      isStopped = true;
      await ended;
      await connection.end();
      return took;
    },
  };
};

const waitFigure = (id: string, waits: Record<'floor' | 'product', number[]>, quantile: number, n: number) => {
  const at = (values: number[]): number => {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))] ?? 0;
  };
  return {
    id,
    ratio: at(waits.product) / 50,
    floor: at(waits.floor),
    product: at(waits.product),
    unit: 'ms',
    n,
    note: `a bystander saving one of the rows; ${waits.product.length} saves; ratio against 50 ms`,
    target: quantile === 1 ? { atMost: 1 } : null,
  };
};
