import { interleave, type Measurement } from './lib/bench.ts';
import { startChild } from './lib/child.ts';
import { fillCustomers, leaderOf } from './lib/customers.ts';
import type { Figure } from './lib/figure.ts';
import { throughput } from './lib/load.ts';
import { headersOf, startProduct } from './lib/product.ts';

const connections = 32;

/**
 * P1: newest 20 customers for a leader of 200 people in a million. The floor asks the same session and permission question and reads
 * the same rows with prepared statements on bare Koa; the product does everything a person gets (names, masks, the total on the first page).
 * Measured on the page people scroll through (with cursor) and on the first page, which also counts.
 */
export const listUnderScope: Measurement = {
  id: 'P1',
  measure: async ({ quick, rounds, seconds, database }) => {
    const size = { customers: quick ? 20_000 : 1_000_000, people: 5000, team: 200 };
    const url = await database.dataset(`customers_${size.customers}`, 'v2', (db) => fillCustomers(db, size));
    const leader = leaderOf(1, size);
    const product = await startProduct(url, [leader]);
    const floor = await startChild<{ url: string }>('floor-list', { databaseUrl: url });
    const headers = headersOf(product.said, leader);
    const first = `${product.said.url}/api/customers?limit=20`;
    const page = (await (await fetch(first, { headers })).json()) as { nextCursor: string; items: LastItem[] };
    const last = page.items.at(-1) ?? { id: '0', touchedAt: '' };
    const at = new URLSearchParams({ touched: last.touchedAt.replace('T', ' ').replace('Z', ''), id: last.id });
    const measured = (address: string) => () => throughput({ url: address, headers, connections, seconds });
    const seen = await interleave(rounds, {
      floor: measured(`${floor.said.url}/?${at.toString()}`),
      next: measured(`${first}&cursor=${encodeURIComponent(page.nextCursor)}`),
      floorFirst: measured(`${floor.said.url}/`),
      first: measured(first),
    });
    await floor.stop();
    await product.stop();
    const common = { unit: 'req/s', n: rounds };
    const figures: Figure[] = [
      {
        ...common,
        id: 'P1',
        ratio: seen.next / seen.floor,
        floor: seen.floor,
        product: seen.next,
        note: `list page for a leader of ${size.team} owners in ${size.customers} customers, ${connections} connections`,
        target: { atLeast: 0.75 },
      },
      {
        ...common,
        id: 'P1.first',
        ratio: seen.first / seen.floorFirst,
        floor: seen.floorFirst,
        product: seen.first,
        note: 'the same, first page: the product also counts, the floor does not',
        target: null,
      },
    ];
    return figures;
  },
};

interface LastItem {
  id: string;
  touchedAt: string;
}
