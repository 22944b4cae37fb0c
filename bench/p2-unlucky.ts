import createKnex, { type Knex } from 'knex';
import { encodeCursor } from '../server/kernel/list.ts';
import { median, type Figure } from './lib/figure.ts';
import type { Measurement } from './lib/bench.ts';
import { fillGroup, rare, viewers } from './lib/group.ts';
import { headersOf, startProduct, type ServedProduct } from './lib/product.ts';

interface Shape {
  name: string;
  viewer: keyof typeof viewers;
  path: string;
  /** Few rows match, so few may be read for it. */
  isRare?: true;
}

const customers = (more: string): string => `/api/customers?limit=20${more}`;
const opportunities = (more: string): string => `/api/opportunities?limit=20${more}`;

/** What people meet who are not the common case: old customers only, values nobody else has, everybody's customers, pages far down. */
const shapes: readonly Shape[] = [
  { name: 'old-only', viewer: 'stale', path: customers('') },
  { name: 'old-only-member', viewer: 'staleMember', path: customers(''), isRare: true },
  { name: 'boss', viewer: 'boss', path: customers('') },
  { name: 'rare-kind', viewer: 'boss', path: customers(`&kind=${rare.kind}`), isRare: true },
  { name: 'rare-level', viewer: 'boss', path: customers(`&level=${rare.level}`), isRare: true },
  { name: 'rare-industry', viewer: 'boss', path: customers(`&industryId=${rare.industryId}`), isRare: true },
  { name: 'rare-region', viewer: 'boss', path: customers(`&region=${rare.region}`), isRare: true },
  {
    name: 'rare-industry-sorted',
    viewer: 'boss',
    path: customers(`&industryId=${rare.industryId}&sort=created`),
    isRare: true,
  },
  { name: 'rare-word', viewer: 'boss', path: customers(`&keyword=${encodeURIComponent(rare.word)}`), isRare: true },
  { name: 'long-silent', viewer: 'boss', path: customers('&silentDays=60') },
  { name: 'next-contact', viewer: 'boss', path: customers('&sort=next_contact') },
  { name: 'deals-boss', viewer: 'boss', path: opportunities('') },
  { name: 'deals-amount', viewer: 'boss', path: opportunities('&sort=amount') },
  { name: 'deals-old-only', viewer: 'stale', path: opportunities('') },
  { name: 'deals-long-silent', viewer: 'boss', path: opportunities('&state=open&silentDays=3&sort=silent') },
  { name: 'deals-rare-stage', viewer: 'boss', path: opportunities('&stage=negotiation'), isRare: true },
];
const common: Shape = { name: 'common', viewer: 'leader', path: customers('') };

/** What the database may read for a page of the quick form: counted there, so that a dropped index shows without a clock. */
const mostRowsRead = { usual: 40_000, rare: 2000 };

/**
 * P2: each unlucky page against the common one of P1, one connection, one after the other; and how the slowest grow with the table.
 * The quick form counts what the database reads for each page and refuses more than a bound.
 */
export const unluckyLists: Measurement = {
  id: 'P2',
  measure: async ({ quick, seconds, database }) => {
    const sizes = quick ? [20_000] : [100_000, Number(process.env['BENCH_LARGEST'] ?? 1_000_000)];
    const taken = new Map<string, Taken[]>();
    for (const size of sizes) {
      const url = await database.dataset(`group_${size}`, 'v2', (db) => fillGroup(db, size));
      for (const [name, one] of await takeAll(url, quick ? 5 : Math.max(20, seconds * 10)))
        taken.set(name, [...(taken.get(name) ?? []), one]);
    }
    const at = sizes.length - 1;
    const usual = taken.get(common.name)?.[at]?.ms ?? Number.NaN;
    const figures = [...taken].map(([name, all]): Figure => {
      const { ms, rows, count } = all[at] ?? { ms: Number.NaN, rows: Number.NaN, count: 0 };
      const most = shapes.some((shape) => shape.name === name && shape.isRare) ? mostRowsRead.rare : mostRowsRead.usual;
      if (quick && rows > most) throw new Error(`P2.${name} reads ${rows} rows for a page, more than ${most}.`);
      const growth = all.length > 1 ? `, ${(ms / (all[0]?.ms ?? Number.NaN)).toFixed(2)} × that of ${sizes[0]}` : '';
      return {
        id: `P2.${name}`,
        ratio: ms / usual,
        floor: usual,
        product: ms,
        unit: 'ms',
        n: count,
        note: `${sizes[at]} customers; ${rows} rows read${growth}`,
        target: { atMost: 5 },
      };
    });
    return figures;
  },
};

interface Taken {
  /** Median of one request. */
  ms: number;
  /** Read by the database for one request. */
  rows: number;
  count: number;
}

const takeAll = async (url: string, count: number): Promise<[string, Taken][]> => {
  const product = await startProduct(url, Object.values(viewers));
  const db = createKnex({ client: 'mysql2', connection: url });
  try {
    const far: Shape = { name: 'page-1000', viewer: 'boss', path: customers(`&cursor=${await cursorFarDown(db)}`) };
    const taken: [string, Taken][] = [];
    for (const shape of [common, far, ...shapes]) taken.push([shape.name, await take(product.said, db, shape, count)]);
    return taken;
  } finally {
    await db.destroy();
    await product.stop();
  }
};

/** Where page 1,000 begins for the boss of the first 5,000 people; half way down where there are not so many. */
const cursorFarDown = async (db: Knex): Promise<string> => {
  const rows = db('customers').where('alive', 1).whereBetween('owner_id', [1, 5000]);
  const [counted] = await rows.clone().count<{ count: number }[]>({ count: '*' });
  const row = (await rows
    .select('id', { position: db.raw('cast(touched_at as char)') })
    .orderBy([
      { column: 'touched_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .offset(Math.min(19_980, Math.floor((counted?.count ?? 0) / 2)))
    .first()) as { id: string | number; position: string };
  return encodeURIComponent(encodeCursor([row.position, String(row.id)]));
};

/** One warm-up, then one request after the other; what the database read for them is counted by itself. */
const take = async (product: ServedProduct, db: Knex, { name, viewer, path }: Shape, count: number): Promise<Taken> => {
  const headers = headersOf(product, viewers[viewer]);
  const ask = async (): Promise<number> => {
    const begun = performance.now();
    const answer = await fetch(`${product.url}${path}`, { headers });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`P2.${name}: ${answer.status}`);
    return performance.now() - begun;
  };
  await ask();
  const before = await rowsRead(db);
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) times.push(await ask());
  return { ms: median(times), rows: Math.round(((await rowsRead(db)) - before) / count), count };
};

const rowsRead = async (db: Knex): Promise<number> => {
  const [rows] = (await db.raw("show global status like 'Handler_read_%'")) as [{ Value: string }[]];
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
};
