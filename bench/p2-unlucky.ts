import createKnex, { type Knex } from 'knex';
import { encodeCursor } from '../server/kernel/paging.ts';
import { interleave, type Measurement } from './lib/bench.ts';
import type { BenchDatabase } from './lib/database.ts';
import type { Figure } from './lib/figure.ts';
import { fillGroup, rare, viewers } from './lib/group.ts';
import { headersOf, startProduct } from './lib/product.ts';

interface Shape {
  name: string;
  viewer: keyof typeof viewers;
  path: string;
  /** Few rows match, so few may be read for it. */
  isRare?: true;
}

const customers = (more: string): string => `/api/customers?limit=20${more}`;
const opportunities = (more: string): string => `/api/opportunities?limit=20${more}`;

/**
 * What people meet who are not the common case: old customers only, values nobody else has, everybody's customers, pages far down; a word of
 * every ninetieth name, a filter nine owners of ten have nothing for, one whose rows all stand behind the first four tenths of the order.
 */
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
  { name: 'middling-word', viewer: 'boss', path: customers(`&keyword=${encodeURIComponent('华12')}`) },
  { name: 'most-have-none', viewer: 'leader', path: customers('&level=a&silentDays=30') },
  { name: 'late-in-order', viewer: 'boss', path: customers('&kind=agent&sort=next_contact') },
  { name: 'long-silent', viewer: 'boss', path: customers('&silentDays=60') },
  { name: 'next-contact', viewer: 'boss', path: customers('&sort=next_contact') },
  { name: 'deals-boss', viewer: 'boss', path: opportunities('') },
  { name: 'deals-amount', viewer: 'boss', path: opportunities('&sort=amount') },
  { name: 'deals-old-only', viewer: 'stale', path: opportunities('') },
  { name: 'deals-long-silent', viewer: 'boss', path: opportunities('&state=open&silentDays=3&sort=silent') },
  { name: 'deals-rare-stage', viewer: 'boss', path: opportunities('&stage=negotiation'), isRare: true },
];
const common: Shape = { name: 'common', viewer: 'leader', path: customers('') };
/** Page 1,000; where it begins depends on the data. */
const farDown = 'page-1000';

/** What the database may read for a page of the quick form: counted there, so that a dropped index shows without a clock. */
const mostRowsRead = { usual: 40_000, rare: 2000 };

/**
 * P2: each unlucky page against the common one of P1, and against itself on 100,000 customers; one connection, the three in turn, so that
 * whatever else the machine does hits them alike. The quick form counts what the database reads for each page and refuses more than a bound.
 */
export const unluckyLists: Measurement = {
  id: 'P2',
  measure: async ({ quick, seconds, database }) => {
    const count = quick ? 5 : Math.max(20, seconds * 10);
    const large = await serveGroup(database, quick ? 20_000 : Number(process.env['BENCH_LARGEST'] ?? 1_000_000));
    const small = quick ? large : await serveGroup(database, 100_000);
    const figures: Figure[] = [];
    for (const name of [farDown, ...shapes.map((shape) => shape.name)]) {
      const rows = await large.rowsOf(name);
      const most = shapes.some((shape) => shape.name === name && shape.isRare) ? mostRowsRead.rare : mostRowsRead.usual;
      if (quick && rows > most) throw new Error(`P2.${name} reads ${rows} rows for a page, more than ${most}.`);
      const seen = await interleave(count, {
        common: () => large.ask(common.name),
        small: () => small.ask(name),
        large: () => large.ask(name),
      });
      const shared = { product: seen.large, unit: 'ms', n: count };
      figures.push({
        ...shared,
        id: `P2.${name}`,
        ratio: seen.large / seen.common,
        floor: seen.common,
        note: `${large.size} customers, against the common page; ${rows} rows read`,
        target: { atMost: 5 },
      });
      if (small !== large)
        figures.push({
          ...shared,
          id: `P2.${name}.growth`,
          ratio: seen.large / seen.small,
          floor: seen.small,
          note: `${large.size} customers against ${small.size}`,
          target: { atMost: 1.3 },
        });
    }
    for (const group of new Set([large, small])) await group.stop();
    return figures;
  },
};

interface ServedGroup {
  size: number;
  /** Milliseconds of one page, by its shape's name. */
  ask(name: string): Promise<number>;
  /** Rows the database reads for one. */
  rowsOf(name: string): Promise<number>;
  stop(): Promise<void>;
}

/** The product on a group of companies of this size; every page has been asked for once. */
const serveGroup = async (database: BenchDatabase, size: number): Promise<ServedGroup> => {
  const url = await database.dataset(`group_${size}`, 'v2', (db) => fillGroup(db, size));
  const { said, stop } = await startProduct(url, Object.values(viewers));
  const db = createKnex({ client: 'mysql2', connection: url });
  const far: Shape = { name: farDown, viewer: 'boss', path: customers(`&cursor=${await cursorFarDown(db)}`) };
  const byName = new Map([common, far, ...shapes].map((shape) => [shape.name, shape]));
  const ask = async (name: string): Promise<number> => {
    const { viewer, path } = byName.get(name) ?? common;
    const begun = performance.now();
    const answer = await fetch(`${said.url}${path}`, { headers: headersOf(said, viewers[viewer]) });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`P2.${name}, ${size} customers: ${answer.status}`);
    return performance.now() - begun;
  };
  const rowsOf = async (name: string): Promise<number> => {
    const before = await rowsRead(db);
    const count = 5;
    for (let n = 0; n < count; n += 1) await ask(name);
    return Math.round(((await rowsRead(db)) - before) / count);
  };
  for (const name of byName.keys()) await ask(name);
  return { size, ask, rowsOf, stop: () => Promise.all([db.destroy(), stop()]).then(() => undefined) };
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

const rowsRead = async (db: Knex): Promise<number> => {
  const [rows] = (await db.raw("show global status like 'Handler_read_%'")) as [{ Value: string }[]];
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
};
