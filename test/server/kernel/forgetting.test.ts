import { expect, it } from 'vitest';
import { forgetTracesJob } from '../../../server/kernel/forgetting.ts';
import { useWorld } from '../../support/world.ts';

const world = useWorld();
const daysAgo = (days: number): Date => new Date(world.clock.now().getTime() - days * 86_400_000);
const forget = () => forgetTracesJob.run(world.work, { key: '', at: world.clock.now() });

it('is on the schedule', () => {
  expect(world.product.jobs).toContain(forgetTracesJob);
});

it('keeps keys of submits for three days', async () => {
  const { alice } = await world.company.standard();
  const keep = (key: string, days: number) =>
    world.kernel.db('idempotency_keys').insert({
      ...{ person_id: alice, idempotency_key: key, operation: 'x', request_hash: 'x'.repeat(64), answer: '{}' },
      created_at: daysAgo(days),
    });
  await keep('old', 4);
  await keep('young', 2);
  await forget();
  expect(await world.kernel.db('idempotency_keys').pluck('idempotency_key')).toEqual(['young']);
});

it('keeps handled events from outside for a week, and those that wait for as long as they wait', async () => {
  const keep = (key: string, handledAt: Date | null) =>
    world.kernel.db('inbox').insert({
      ...{ id: world.kernel.nextId(), channel: 'app', dedupe_key: key, payload: '{}', attempts: 1 },
      ...{ due_at: daysAgo(30), created_at: daysAgo(30), handled_at: handledAt },
    });
  await keep('old', daysAgo(8));
  await keep('young', daysAgo(6));
  await keep('waiting', null);
  await forget();
  expect((await world.kernel.db('inbox').pluck('dedupe_key')).sort()).toEqual(['waiting', 'young']);
});

it('keeps slots of the schedule for a week', async () => {
  const keep = (key: string, days: number) =>
    world.kernel.db('schedule_slots').insert({
      ...{ job: 'digest', slot_key: key, slot_at: daysAgo(days), holder: 'x', lease_until_ms: 0, attempts: 1 },
      finished_at: daysAgo(days),
    });
  await keep('old', 8);
  await keep('young', 6);
  await forget();
  expect(await world.kernel.db('schedule_slots').pluck('slot_key')).toEqual(['young']);
});
