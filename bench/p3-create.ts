import { interleave, type Measurement } from './lib/bench.ts';
import { startChild } from './lib/child.ts';
import { fillCustomers, leaderOf } from './lib/customers.ts';
import { throughput } from './lib/load.ts';
import { headersOf, startProduct } from './lib/product.ts';

const connections = 8;

/**
 * P3: create a customer over HTTP. The floor asks for the session and inserts the customer and one audit row in one transaction into the same
 * tables; the product also validates, keeps names unique, fills the search index, and does each submit once by its idempotency key.
 */
export const createCustomers: Measurement = {
  id: 'P3',
  measure: async ({ quick, rounds, seconds, database }) => {
    const size = { customers: quick ? 20_000 : 100_000, people: 5000, team: 200 };
    const url = await database.dataset(`create_${size.customers}`, 'v1', (db) => fillCustomers(db, size));
    const person = leaderOf(1, size);
    const product = await startProduct(url, [person]);
    const floor = await startChild<{ url: string }>('floor-create', { databaseUrl: url });
    const headers = headersOf(product.said, person);
    const load = { connections, seconds, headers, method: 'POST' as const, requestsFrom: 'bench/lib/new-customers.ts' };
    const seen = await interleave(rounds, {
      floor: () => throughput({ ...load, url: floor.said.url }),
      product: () => throughput({ ...load, url: `${product.said.url}/api/customers` }),
    });
    await floor.stop();
    await product.stop();
    return [
      {
        id: 'P3',
        ratio: seen.product / seen.floor,
        ...seen,
        unit: 'req/s',
        n: rounds,
        note: `create a customer, ${connections} connections, ${size.customers} customers there`,
        target: { atLeast: 0.5 },
      },
    ];
  },
};
