import { describe, expect, it } from 'vitest';
import { setPreferences } from '../../../server/contract/messages.ts';
import { ledger, note, queue } from '../../bot/delivering.ts';
import { useWorld } from '../../support/world.ts';

const world = useWorld();
const lateEvening = new Date('2026-03-11T14:30:00.000Z'); // 22:30 in Shanghai
const nextMorning = '2026-03-12T00:00:00.000Z';

describe('queueing', () => {
  it('keeps a message once, however often it is asked for', async () => {
    const { alice } = await world.company.standard();
    expect(await queue(world, note(alice, { dedupeKey: 'same' }), note(alice, { dedupeKey: 'same' }))).toHaveLength(1);
    expect(await queue(world, note(alice, { dedupeKey: 'same' }))).toEqual([]);
    expect(await ledger(world)).toHaveLength(1);
  });

  it('leaves out people who are not here any more', async () => {
    const gone = await world.company.person('已走', { state: 'left' });
    expect(await queue(world, note(gone))).toEqual([]);
  });

  it('holds reminders in the quiet hours until these end', async () => {
    const { alice } = await world.company.standard();
    world.clock.set(lateEvening);
    await queue(world, note(alice, { topic: 'comment' }));
    expect(await ledger(world)).toMatchObject([{ state: 'held', dueAt: new Date(nextMorning) }]);
  });

  it('lets decisions and hand-overs through the quiet hours', async () => {
    const { alice } = await world.company.standard();
    world.clock.set(lateEvening);
    await queue(world, note(alice, { topic: 'approval' }), note(alice, { topic: 'handover' }));
    expect((await ledger(world)).map((row) => row.state)).toEqual(['queued', 'queued']);
  });

  it('follows the quiet hours and muted topics a person has set', async () => {
    const { alice } = await world.company.standard();
    const body = { quietFrom: '12:00', quietUntil: '13:00', muted: ['comment' as const] };
    expect((await world.call(alice, setPreferences, { body })).ok).toBe(true);
    world.clock.set(lateEvening);
    await queue(world, note(alice, { topic: 'comment' }), note(alice, { topic: 'contact_due' }));
    expect(await ledger(world)).toMatchObject([{ topic: 'contact_due', state: 'queued' }]);
  });

  it('cannot be muted for approvals', async () => {
    const { alice } = await world.company.standard();
    const body = { quietFrom: '21:00', quietUntil: '08:00', muted: ['approval'] } as never;
    expect((await world.call(alice, setPreferences, { body })).status).toBe(400);
  });
});
