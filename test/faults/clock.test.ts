import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCustomer } from '../../server/contract/customers.ts';
import type { Product } from '../../server/compose.ts';
import type { MessageView } from '../../simulator/control/types.ts';
import { auditWrites, countPending } from '../support/fault-audit.ts';
import { bindGroups, type BoundGroup } from '../support/fault-groups.ts';
import { isFullForm, recordRow, roundsOf } from '../support/fault-rows.ts';
import { startLogging } from '../support/fault-writers.ts';
import { signIn } from '../support/processes-person.ts';
import { openProduct } from '../support/processes-product.ts';
import { openStage, type Stage } from '../support/processes-stage.ts';

const patience = { timeout: 60_000, interval: 200 };
let stage: Stage;
let product: Product;
let closeProduct: () => Promise<void>;
let groups: BoundGroup[];

/** The processes run half a world away from the business: only BUSINESS_TIMEZONE may decide what day it is. */
beforeAll(async () => {
  stage = await openStage({
    label: 'clock',
    at: '2028-02-28T02:00:00.000Z',
    roles: [],
    env: { TZ: 'America/Los_Angeles' },
  });
  for (const role of ['server', 'bot', 'bot'] as const) await stage.start(role);
  ({ product, close: closeProduct } = await openProduct(stage));
  groups = await bindGroups(stage);
});
afterAll(async () => {
  await closeProduct?.();
  await stage?.close();
});

/** Shanghai time. */
const moveTo = (local: string): Promise<void> => stage.control.moveClock(new Date(`${local}+08:00`).toISOString());

const digestDays = async (): Promise<string[]> => {
  const rows = await product.kernel.db('digests').orderBy(['day', 'id']).select<{ day: string }[]>('day');
  return rows.map(({ day }) => day);
};

/** Summaries in the groups: every digest has one, a picture only where there is something to draw. */
const countSummaries = async (): Promise<number> => {
  const places = groups.map(({ place }) => stage.control.allMessagesOf(place.conversationId, place.userid));
  const isSummary = ({ content }: MessageView): boolean => content.kind === 'markdown' && content.text.includes('日报');
  return (await Promise.all(places)).flat().filter(isSummary).length;
};

/** A Monday before a leap day to the first working day of March, with jumps in both directions. */
const jumps = [
  { to: '2028-02-28T18:29:58', digests: ['2028-02-28'] },
  { to: '2028-02-28T17:00:00', digests: [] },
  { to: '2028-02-28T18:29:59', digests: [] },
  { to: '2028-02-29T00:00:01', digests: [] },
  { to: '2028-02-28T23:59:58', digests: [] },
  { to: '2028-02-29T18:29:58', digests: ['2028-02-29'] },
  { to: '2028-02-28T12:00:00', digests: [] },
  { to: '2028-03-01T20:00:00', digests: ['2028-03-01'] },
  { to: '2028-03-31T18:29:59', digests: ['2028-03-31'] },
  { to: '2028-04-01T00:30:00', digests: [] },
];

it('sends each evening once however the clock jumps, and writes and delivers on', async () => {
  const seller = await signIn(stage, 'wanglei');
  const { id: customerId } = await seller.get(createCustomer, { body: { name: '太仓明志机械', kind: 'customer' } });
  const rounds = roundsOf({ full: jumps.length, short: 3 });
  const expected: string[] = [];
  const logging = startLogging(stage, seller, { customerId }, { paceMs: 400 });
  for (const { to, digests } of jumps.slice(0, rounds)) {
    // Sessions last a week.
    if (to > '2028-03-05') await logging.stop();
    await moveTo(to);
    expected.push(...digests.flatMap((day) => groups.map(() => day)));
    await sleep(isFullForm ? 6000 : 3500);
    await expect.poll(digestDays, patience).toEqual(expected);
  }
  await logging.stop();
  await expect.poll(() => countPending(product.kernel.db), patience).toBe(0);
  await expect.poll(countSummaries, patience).toBe(expected.length);
  const audit = await auditWrites(product.kernel.db, { logging: [logging], commenting: [] });
  const counts = { ...audit, 'digests expected': expected.length, 'digests sent': await countSummaries() };
  recordRow({ scenario: 'clock jumps over evenings, midnights, a leap day and month ends, also back', rounds, counts });
  expect(counts).toMatchObject({ lost: 0, doubled: 0, unpaired: 0 });
});
