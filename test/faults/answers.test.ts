import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCustomer } from '../../server/contract/customers.ts';
import type { Product } from '../../server/compose.ts';
import { auditWrites } from '../support/fault-audit.ts';
import { recordRow, roundsOf } from '../support/fault-rows.ts';
import { countRefusals, startCommenting, startLogging } from '../support/fault-writers.ts';
import { signIn } from '../support/processes-person.ts';
import { openProduct } from '../support/processes-product.ts';
import { openStage, type Stage } from '../support/processes-stage.ts';
import { openWire, type Wire } from '../support/tcp-wire.ts';

const rounds = roundsOf({ full: 100, short: 6 });

let stage: Stage;
let product: Product;
let closeProduct: () => Promise<void>;
let wire: Wire;

beforeAll(async () => {
  stage = await openStage({ label: 'answers', roles: ['all'] });
  ({ product, close: closeProduct } = await openProduct(stage));
  wire = await openWire({ host: '127.0.0.1', port: Number(new URL(stage.appUrl).port) });
});
afterAll(async () => {
  await wire?.close();
  await closeProduct?.();
  await stage?.close();
});

/** A phone in a lift: what it asks arrives, the answer does not, and it asks again under the same key. */
it('does once what is asked again because the answer got lost', async () => {
  const base = `http://127.0.0.1:${wire.port}`;
  const logging = [];
  for (const userid of ['wanglei', 'liuyang', 'wudawei']) {
    const seller = await signIn(stage, userid);
    const { id } = await seller.get(createCustomer, { body: { name: `${userid} 的客户`, kind: 'customer' } });
    logging.push(startLogging(stage, seller, { customerId: id }, { base }));
  }
  const [first] = logging;
  const leader = await signIn(stage, 'chenjianguo');
  const commenting = first ? [startCommenting(stage, leader, first, { base, paceMs: 400 })] : [];
  for (let round = 0; round < rounds; round += 1) {
    await sleep(300 * Math.random());
    wire.loseAnswers();
    await sleep(700);
    wire.clear();
  }
  const writers = [...logging, ...commenting];
  await Promise.all(writers.map((writer) => writer.stop()));

  const lostAnswers = countRefusals(writers).get('no answer') ?? 0;
  const audit = await auditWrites(product.kernel.db, { logging, commenting });
  recordRow({ scenario: 'answers to people lost', rounds, counts: { ...audit, 'answers lost': lostAnswers } });
  expect(audit).toMatchObject({ lost: 0, doubled: 0, unpaired: 0 });
  expect(audit.acknowledged).toBe(writers.reduce((sum, writer) => sum + writer.submissions.length, 0));
  expect(lostAnswers).toBeGreaterThan(rounds / 2);
});
