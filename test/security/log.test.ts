import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createContact, createCustomer } from '../../server/contract/customers.ts';
import { endpoint } from '../../server/contract/endpoint.ts';
import { getMe } from '../../server/contract/session.ts';
import { serve } from '../../server/kernel/route.ts';
import { z } from 'zod';
import { useWorld } from '../support/world.ts';
import { openDoor, send } from './doors.ts';

const world = useWorld();
const crashing = endpoint({
  method: 'GET',
  path: '/api/crashes/:id',
  summary: 'planted',
  permission: 'session',
  params: z.strictObject({ id: z.string() }),
  response: z.unknown(),
});

describe('the log', () => {
  it('keeps one line per entry, and no session, address book or body', async () => {
    const company = await world.company.standard();
    const session = await world.sessionOf(company.alice);
    let text = '';
    const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => (done(), void (text += chunk.toString())) });
    const kernel = { ...world.kernel, log: pino({ level: 'trace' }, sink) };
    const crash = serve(crashing, () => Promise.reject(new Error('broken\n{"level":30,"msg":"forged"}')));
    const door = await openDoor(world, { kernel, routes: [...world.product.http.routes, crash] });
    const write = (one: typeof createCustomer | typeof createContact, path: string, body: object) =>
      send(door, one, { path, session, body: JSON.stringify(body) });
    const customer = await write(createCustomer, createCustomer.path, { name: '日志客户', kind: 'customer' });
    const { id } = JSON.parse(customer.text) as { id: string };
    await write(createContact, `/api/customers/${id}/contacts`, { name: '王某', mobile: '13912345678' });
    await send(door, getMe, { path: getMe.path, session: 'forged-session-token' });
    const crashed = await send(door, crashing, { path: '/api/crashes/x%0A%7B%22level%22%3A30%7D', session });
    door.close();
    expect(crashed.status).toBe(500);
    expect(crashed.text).not.toContain('broken');
    const entries = text.split('\n').filter(Boolean);
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) expect((JSON.parse(entry) as { time?: number }).time).toBeTypeOf('number');
    for (const secret of [session, 'forged-session-token', '13912345678', 'crm_session'])
      expect(text).not.toContain(secret);
  });
});
