import { describe, expect, it } from 'vitest';
import { getPreferences, listMessages, resendMessage, setPreferences } from '../../../server/contract/messages.ts';
import { ChatError } from '../../../server/ports/chat.ts';
import { deliver, ledger, note, queue } from '../../bot/delivering.ts';
import { useWorld } from '../../support/world.ts';

const world = useWorld();

const countQueries = async (body: () => Promise<unknown>): Promise<number> => {
  let queries = 0;
  const listener = (): void => void (queries += 1);
  world.kernel.db.on('query', listener);
  await body();
  world.kernel.db.off('query', listener);
  return queries;
};

describe('the ledger', () => {
  it('is for those who manage messages', async () => {
    const { alice, admin } = await world.company.standard();
    expect((await world.call(null, listMessages)).status).toBe(401);
    expect((await world.call(alice, listMessages)).problem?.code).toBe('permission.denied');
    expect((await world.call(admin, listMessages)).ok).toBe(true);
  });

  it("shows what went out and what did not, with the platform's words", async () => {
    const { alice, bob, admin } = await world.company.standard();
    world.platform.failures.push(new ChatError('recipient_invalid', '81013', 'user invalid'));
    await queue(world, note(alice), note(bob));
    await deliver(world);
    const all = (await world.call(admin, listMessages)).data?.items;
    expect(all).toMatchObject([
      { to: '周二', state: 'sent', attempts: 1, error: null },
      { to: '李一', state: 'dropped', error: { code: '81013', message: 'user invalid' }, nextAttemptAt: null },
    ]);
    const undelivered = await world.call(admin, listMessages, { query: { undelivered: '1' } });
    expect(undelivered.data?.items.map((row) => row.to)).toEqual(['李一']);
  });

  it('pages without gaps and with as many queries for twenty rows as for two', async () => {
    const { alice, admin } = await world.company.standard();
    await queue(world, ...Array.from({ length: 22 }, () => note(alice)));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.call(admin, listMessages, { query: { limit: 10, ...(cursor && { cursor }) } });
      seen.push(...(page.data?.items.map((row) => row.id) ?? []));
      cursor = page.data?.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(22);
    const two = await countQueries(() => world.call(admin, listMessages, { query: { limit: 2 } }));
    expect(await countQueries(() => world.call(admin, listMessages, { query: { limit: 20 } }))).toBe(two);
  });

  it('sends a dropped message again and remembers who asked for it', async () => {
    const { alice, admin } = await world.company.standard();
    world.platform.failures.push(new ChatError('rejected', '40058', 'bad field'));
    const [id = ''] = await queue(world, note(alice));
    await deliver(world);
    expect((await world.call(alice, resendMessage, { params: { id } })).status).toBe(403);
    expect((await world.call(admin, resendMessage, { params: { id } })).ok).toBe(true);
    await deliver(world);
    expect(await ledger(world)).toMatchObject([{ state: 'sent', attempts: 1, errorCode: null }]);
    expect(await world.kernel.db('events').where({ name: 'message.resent', actor_id: admin })).toHaveLength(1);
  });

  it('does not send again what is on its way or has arrived', async () => {
    const { alice, admin } = await world.company.standard();
    const [id = ''] = await queue(world, note(alice));
    const resend = () => world.call(admin, resendMessage, { params: { id } });
    expect((await resend()).problem?.code).toBe('message.not_resendable');
    await deliver(world);
    expect((await resend()).problem?.code).toBe('message.not_resendable');
    expect((await world.call(admin, resendMessage, { params: { id: '1' } })).status).toBe(404);
  });
});

describe('preferences', () => {
  it('begin with nine at night until eight in the morning and are one person’s own', async () => {
    const { alice, bob } = await world.company.standard();
    const body = { quietFrom: '20:00', quietUntil: '07:30', muted: ['morning_list' as const] };
    expect((await world.call(alice, setPreferences, { body })).data).toEqual(body);
    const again = { ...body, muted: [] };
    expect((await world.call(alice, setPreferences, { body: again })).data).toEqual(again);
    expect((await world.call(alice, getPreferences)).data).toEqual(again);
    expect((await world.call(bob, getPreferences)).data).toEqual({
      quietFrom: '21:00',
      quietUntil: '08:00',
      muted: [],
    });
  });

  it('refuse quiet hours that never begin', async () => {
    const { alice } = await world.company.standard();
    const body = { quietFrom: '08:00', quietUntil: '08:00', muted: [] };
    expect((await world.call(alice, setPreferences, { body })).problem?.code).toBe('preference.bad_quiet_hours');
  });
});
