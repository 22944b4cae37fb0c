import { computed, ref, type Ref, shallowRef, watch } from 'vue';
import { formatShort } from '../../../server/contract/money.ts';
import { opportunityStates, type OpportunityState } from '../../../server/contract/opportunities.ts';
import { type searchEverything } from '../../../server/contract/insight.ts';
import { type OutputOf } from '../../../server/contract/endpoint.ts';
import { type ApiProblem, asProblem } from '../../api-problem.ts';

type Found = OutputOf<typeof searchEverything>;
export interface SearchRow {
  name: string;
  detail: string;
  to: string;
}
const dotted = (...parts: (string | null)[]) => parts.filter(Boolean).join(' · ');

/** Everything found, grouped and worded for the page; empty groups are left out. */
export const groupsOf = (found: Found): { title: string; rows: SearchRow[] }[] =>
  [
    {
      title: '客户',
      rows: found.customers.map(({ id, name, owner }) => ({
        name,
        detail: owner ?? '无负责人',
        to: `/customers/${id}`,
      })),
    },
    {
      title: '联系人',
      rows: found.contacts.map((one) => ({
        name: one.name,
        detail: dotted(one.customer, one.mobile),
        to: `/customers/${one.customerId}`,
      })),
    },
    {
      title: '商机',
      rows: found.opportunities.map(({ id, name, customer, amount, state }) => ({
        name,
        detail: dotted(customer, formatShort(amount), opportunityStates[state as OpportunityState] ?? state),
        to: `/opportunities/${id}`,
      })),
    },
    {
      title: '同事',
      rows: found.people.map(({ id, name, department }) => ({ name, detail: department ?? '', to: `/people/${id}` })),
    },
  ].filter(({ rows }) => rows.length > 0);

/** Searches whenever the keyword changes; late answers to an older keyword are dropped. */
export function useSearch(keyword: Ref<string>, ask: (query: { keyword: string }) => Promise<Found>) {
  const found = shallowRef<Found | null>(null);
  const state = ref<'idle' | 'loading' | 'done'>('idle');
  const problem = shallowRef<ApiProblem | null>(null);

  async function search() {
    const asked = keyword.value;
    problem.value = null;
    if (!asked) {
      found.value = null;
      state.value = 'idle';
      return;
    }
    if (!found.value) state.value = 'loading';
    try {
      const answer = await ask({ keyword: asked });
      if (asked === keyword.value) found.value = answer;
    } catch (error) {
      if (asked === keyword.value) problem.value = asProblem(error);
    }
    if (asked === keyword.value) state.value = 'done';
  }
  watch(keyword, () => void search());

  return { groups: computed(() => (found.value ? groupsOf(found.value) : [])), state, problem, search };
}
