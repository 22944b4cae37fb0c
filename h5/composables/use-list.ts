import { computed, getCurrentScope, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { type z } from 'zod';
import { type Endpoint, type OutputOf } from '../../server/contract/endpoint.ts';
import { type Page } from '../../server/contract/page.ts';
import { type SubjectKind } from '../../server/contract/subject.ts';
import { type ApiProblem, asProblem } from '../api-problem.ts';
import { call } from '../api.ts';
import { onChanged } from './freshness.ts';

type ListEndpoint = Endpoint<z.ZodType, z.ZodType, z.ZodType, z.ZodType<Page<unknown>>>;
export type ItemOf<E extends ListEndpoint> = OutputOf<E>['items'][number];
/** Everything but the cursor and the limit, which the list keeps itself. */
export type FiltersOf<E extends Endpoint> = Omit<z.input<E['query']> & object, 'cursor' | 'limit'>;
/**
 * idle: more may come · loading: first page, nothing to show yet · refreshing: reading again under what is shown ·
 * more: next page · done: the end is reached · error: `problem` says why, what was loaded stays.
 */
export type ListState = 'idle' | 'loading' | 'refreshing' | 'more' | 'done' | 'error';

export interface ListOptions<E extends Endpoint> {
  params?: () => z.input<E['params']>;
  pageSize?: number;
  /** Reads again when records of these kinds changed. */
  follows?: readonly SubjectKind[];
  /** Start reading at once; default true. */
  immediate?: boolean;
}

/** A keyset-paged list as a state machine. New filters start over; answers that come too late are dropped. */
export function useList<E extends ListEndpoint>(
  endpoint: E,
  filters: () => FiltersOf<E> = () => ({}) as FiltersOf<E>,
  options: ListOptions<E> = {},
) {
  const { pageSize = 20, follows = [], immediate = true } = options;
  const items = shallowRef<ItemOf<E>[]>([]);
  const first = shallowRef<OutputOf<E> | null>(null);
  const state = ref<ListState>(immediate ? 'loading' : 'idle');
  const problem = shallowRef<ApiProblem | null>(null);
  let cursor: string | null = null;
  let running: AbortController | null = null;

  async function read(next: ListState, limit: number, from: string | null): Promise<void> {
    running?.abort();
    const mine = (running = new AbortController());
    state.value = next;
    problem.value = null;
    const pageAt = (at: string | null): Promise<OutputOf<E>> => {
      const query = { ...filters(), limit, ...(at && { cursor: at }) } as z.input<E['query']>;
      return call(endpoint, { params: options.params?.(), query }, { signal: mine.signal });
    };
    try {
      let page = await pageAt(from);
      if (running !== mine) return;
      if (from === null) first.value = page;
      // Where few rows match, the server says how far it has looked before it has found any.
      while (page.items.length === 0 && page.nextCursor !== null) {
        page = await pageAt(page.nextCursor);
        if (running !== mine) return;
      }
      items.value = from === null ? page.items : [...items.value, ...page.items];
      cursor = page.nextCursor;
      state.value = cursor === null ? 'done' : 'idle';
    } catch (error) {
      if (running !== mine) return;
      problem.value = asProblem(error);
      state.value = 'error';
    }
  }

  /** Starts over with an empty list. */
  const reload = () => {
    items.value = [];
    first.value = null;
    return read('loading', pageSize, null);
  };
  /** Reads what is shown again without taking it away. */
  const refresh = () =>
    items.value.length ? read('refreshing', Math.min(100, Math.max(pageSize, items.value.length)), null) : reload();
  const loadMore = async () => {
    if (state.value === 'idle' && cursor !== null) await read('more', pageSize, cursor);
  };
  const retry = () => (items.value.length && cursor !== null ? read('more', pageSize, cursor) : reload());
  /** Takes a row out that an action has removed, before the server is asked again. */
  const remove = (gone: (item: ItemOf<E>) => boolean) => (items.value = items.value.filter((item) => !gone(item)));

  watch(filters, (now, before) => JSON.stringify(now) !== JSON.stringify(before) && void reload());
  if (follows.length) onChanged(follows, () => void refresh());
  if (getCurrentScope()) onScopeDispose(() => running?.abort());
  if (immediate) void reload();

  return {
    items,
    /** The first page as answered, for totals and sums beside the items. */
    first,
    total: computed(() => first.value?.total ?? null),
    state,
    problem,
    isEmpty: computed(() => state.value === 'done' && items.value.length === 0),
    reload,
    refresh,
    loadMore,
    retry,
    remove,
  };
}
export type List<E extends ListEndpoint> = ReturnType<typeof useList<E>>;
