import { describe, expect, it, vi } from 'vitest';
import {
  getCustomerTimeline,
  listCustomers,
  restoreCustomer,
  updateCustomer,
} from '../../server/contract/customers.ts';
import { getPreferences } from '../../server/contract/messages.ts';
import { ApiProblem } from '../../h5/api-problem.ts';
import { call } from '../../h5/api.ts';
import { now } from '../../h5/clock.ts';
import { refusal, useFakeNetwork } from './support/fake-network.ts';

const emptyPage = { items: [], nextCursor: null, total: { count: 0, capped: false } };
const preferences = { quietFrom: '21:00', quietUntil: '08:00', muted: [] };

describe('call', () => {
  const network = useFakeNetwork();

  it('fills path parameters and leaves empty query values out', async () => {
    network.answer(() => ({ json: emptyPage }));
    await call(getCustomerTimeline, { params: { id: '42' }, query: { limit: 5 } });
    await call(listCustomers, { query: { keyword: '', ownerId: undefined, level: 'a,b' } });
    expect(network.sent.map(({ path, query }) => ({ path, query }))).toEqual([
      { path: '/api/customers/42/timeline', query: { limit: '5' } },
      { path: '/api/customers', query: { level: 'a,b' } },
    ]);
  });

  it('sends a new idempotency key with every change and none with questions', async () => {
    network.answer(({ method }) => ({ json: method === 'PATCH' ? { version: 2 } : {} }));
    await call(restoreCustomer, { params: { id: '1' } });
    await call(restoreCustomer, { params: { id: '1' } });
    await call(updateCustomer, { params: { id: '1' }, body: { version: 1, note: null } });
    network.answer(() => ({ json: preferences }));
    await call(getPreferences);
    const [first, second, patch, question] = network.sent;
    expect(first?.key).toMatch(/^[0-9a-f-]{32,36}$/);
    expect(new Set([first, second, patch].map((one) => one?.key)).size).toBe(3);
    expect(patch?.key).toMatch(/^[0-9a-f-]{32,36}$/);
    expect(question?.key).toBeNull();
    expect(patch?.body).toEqual({ version: 1, note: null });
  });

  it('turns a refusal into a problem with its code, sentence, fields and request id', async () => {
    const errors = [{ path: 'name', message: '请填写客户名称' }];
    network.answer(() =>
      refusal(400, 'request.malformed', '提交的内容不正确', { errors, traceId: 't-1', params: { n: 1 } }),
    );
    const problem = await call(getPreferences).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({
      status: 400,
      code: 'request.malformed',
      errors,
      traceId: 't-1',
      params: { n: 1 },
      isUncertain: false,
    });
  });

  it('words a gateway page as an outage', async () => {
    network.answer(() => ({ status: 502, json: '<html>', headers: { 'x-request-id': 'r-9' } }));
    await expect(call(getPreferences)).rejects.toMatchObject({ code: 'system.unavailable', traceId: 'r-9' });
  });

  it('repeats once after a network failure, a change under the same key', async () => {
    let failures = 1;
    network.answer(() => (failures-- > 0 ? 'down' : { json: preferences }));
    await expect(call(getPreferences)).resolves.toEqual(preferences);
    expect(network.sent).toHaveLength(2);

    network.answer(() => 'down');
    await expect(call(restoreCustomer, { params: { id: '1' } })).rejects.toMatchObject({ code: 'client.offline' });
    const [first, second, ...more] = network.sent.slice(2);
    expect(first?.key).toMatch(/^[0-9a-f-]{32,36}$/);
    expect([second?.key, more]).toEqual([first?.key, []]);
  });

  it('gives up on a server that does not answer', async () => {
    network.answer(() => 'slow');
    const attempt = call(restoreCustomer, { params: { id: '1' } }, { timeout: 20 });
    await expect(attempt).rejects.toMatchObject({ code: 'client.timeout', isUncertain: true });
  });

  it('refuses an answer that is not what the contract promises', async () => {
    network.answer(() => ({ json: { quietFrom: 'late' } }));
    await expect(call(getPreferences)).rejects.toMatchObject({ code: 'client.unreadable' });
  });

  it('takes the time from the server, whose clock may be days ahead', async () => {
    const ahead = new Date(Date.now() + 3 * 86_400_000);
    network.answer(() => ({ json: preferences, headers: { date: ahead.toUTCString() } }));
    await call(getPreferences);
    expect(Math.abs(now().getTime() - ahead.getTime())).toBeLessThan(5_000);
    network.answer(() => ({ json: preferences, headers: { date: new Date().toUTCString() } }));
    await call(getPreferences);
    await vi.waitFor(() => expect(Math.abs(now().getTime() - Date.now())).toBeLessThan(5_000));
  });
});
