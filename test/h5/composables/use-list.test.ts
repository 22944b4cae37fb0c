import { flushPromises } from '@vue/test-utils';
import { nextTick, ref } from 'vue';
import { describe, expect, it } from 'vitest';
import { markChanged } from '../../../h5/composables/freshness.ts';
import { useList } from '../../../h5/composables/use-list.ts';
import { listDueContacts } from '../../../server/contract/activities.ts';
import { inComponent } from '../support/in-component.ts';
import { refusal, type Sent, useFakeNetwork } from '../support/fake-network.ts';

const row = (id: number) => ({
  customer: { id: String(id), name: `客户 ${id}` },
  opportunity: null,
  owner: { id: '1', name: '王建国', active: true },
  at: '2026-11-21T01:00:00.000Z',
  overdue: false,
});
const store = { size: 45 };
const page = ({ query }: Sent) => {
  const from = Number(query.cursor ?? 0);
  const until = Math.min(store.size, from + Number(query.limit));
  const items = Array.from({ length: until - from }, (_, index) => row(from + index + 1));
  const total = from ? null : { count: store.size, capped: false };
  return { json: { items, nextCursor: until < store.size ? String(until) : null, total } };
};
const settle = async () => {
  await flushPromises();
  await nextTick();
};
const names = (list: { items: { value: { customer: { id: string } }[] } }) =>
  list.items.value.map(({ customer }) => Number(customer.id));

describe('useList', () => {
  const network = useFakeNetwork();

  it('reads page after page until the end and keeps the total of the first', async () => {
    store.size = 45;
    network.answer(page);
    const { result: list } = inComponent(() => useList(listDueContacts));
    expect(list.state.value).toBe('loading');
    await settle();
    expect(list.state.value).toBe('idle');
    await list.loadMore();
    await list.loadMore();
    expect(list.state.value).toBe('done');
    expect(names(list)).toEqual(Array.from({ length: 45 }, (_, index) => index + 1));
    expect(list.total.value).toEqual({ count: 45, capped: false });
    await list.loadMore();
    expect(network.sent).toHaveLength(3);
  });

  it('looks on where a page is empty and the server has not seen everything', async () => {
    const far = { json: { items: [row(9)], nextCursor: null, total: null } };
    const empty = (nextCursor: string) => ({ json: { items: [], nextCursor, total: null } });
    network.answer(({ query }) => (query.cursor === 'b' ? far : empty(query.cursor === 'a' ? 'b' : 'a')));
    const { result: list } = inComponent(() => useList(listDueContacts));
    await settle();
    await settle();
    expect(network.sent.map(({ query }) => query.cursor)).toEqual([undefined, 'a', 'b']);
    expect(names(list)).toEqual([9]);
    expect(list.state.value).toBe('done');
  });

  it('starts over when the filters change and drops the answer to the old ones', async () => {
    const release: (() => void)[] = [];
    network.answer(async (request) => {
      if (request.query.team === '0') await new Promise<void>((resolve) => release.push(resolve));
      return { json: { items: [row(request.query.team === '1' ? 700 : 1)], nextCursor: null, total: null } };
    });
    const team = ref<'0' | '1'>('0');
    const { result: list } = inComponent(() => useList(listDueContacts, () => ({ team: team.value })));
    await settle();
    team.value = '1';
    await settle();
    release.forEach((resolve) => resolve());
    await settle();
    expect(names(list)).toEqual([700]);
  });

  it('keeps what was loaded when the next page fails, and goes on from there on retry', async () => {
    store.size = 45;
    network.answer((request) =>
      request.query.cursor ? refusal(500, 'system.unexpected', '系统出错了') : page(request),
    );
    const { result: list } = inComponent(() => useList(listDueContacts));
    await settle();
    await list.loadMore();
    expect(list.state.value).toBe('error');
    expect(list.problem.value?.code).toBe('system.unexpected');
    expect(list.items.value).toHaveLength(20);
    network.answer(page);
    await list.retry();
    expect(names(list)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  it('reads again as many rows as are shown when a record it follows changes', async () => {
    store.size = 45;
    network.answer(page);
    const { result: list } = inComponent(() => useList(listDueContacts, undefined, { follows: ['follow_up'] }));
    await settle();
    await list.loadMore();
    store.size = 44;
    markChanged('opportunity');
    await settle();
    expect(network.sent).toHaveLength(2);
    markChanged('follow_up');
    await settle();
    expect(network.sent.at(-1)?.query).toEqual({ limit: '40' });
    expect(list.items.value).toHaveLength(40);
    expect(list.total.value?.count).toBe(44);
  });

  it('says that it is empty only after the server said so', async () => {
    store.size = 0;
    network.answer(page);
    const { result: list } = inComponent(() => useList(listDueContacts));
    expect(list.isEmpty.value).toBe(false);
    await settle();
    expect(list.isEmpty.value).toBe(true);
  });
});
