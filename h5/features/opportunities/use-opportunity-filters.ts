import { computed, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { type z } from 'zod';
import { getPerson, listDepartments } from '../../../server/contract/org.ts';
import {
  listOpportunities,
  type OpportunitySort,
  type OpportunityState,
  opportunityStates,
  type Stage,
  stages,
} from '../../../server/contract/opportunities.ts';
import { call } from '../../api.ts';
import { now } from '../../clock.ts';
import { useFilters } from '../../composables/use-filters.ts';
import { closingDays, type ClosingWindow, closingWindows } from './closing-windows.ts';

export const relations = { mine: '我负责的', team: '下属的' } as const;

export interface OpportunityFilters {
  keyword: string;
  state: OpportunityState[];
  stage: Stage[];
  relation: keyof typeof relations | null;
  owner: { id: string; name: string } | null;
  department: { id: string; name: string } | null;
  closing: ClosingWindow | null;
  silentDays: string | null;
  sort: OpportunitySort;
}
const usual: OpportunityFilters = {
  keyword: '',
  state: ['open'],
  stage: [],
  relation: null,
  owner: null,
  department: null,
  closing: null,
  silentDays: null,
  sort: 'touched',
};
const isUsualState = ({ state }: OpportunityFilters) => state.join() === usual.state.join();
const joined = (values: readonly string[]) => (values.length ? values.join(',') : undefined);

/** The filters of the opportunity list: remembered, or taken over from the address when a card or a chart led here. */
export function useOpportunityFilters() {
  const { filters } = useFilters<OpportunityFilters>('opportunities', usual);
  filters.keyword = '';
  takeOverFromAddress(filters);

  const query = (): Omit<z.input<typeof listOpportunities.query>, 'cursor' | 'limit'> => ({
    keyword: filters.keyword || undefined,
    state: joined(filters.state),
    stage: joined(filters.stage),
    relation: filters.relation ?? undefined,
    ownerId: filters.owner?.id,
    departmentId: filters.department?.id,
    silentDays: filters.silentDays ?? undefined,
    ...(filters.closing && closingDays(filters.closing, now())),
    sort: filters.sort,
  });
  /** What is filtered beyond the stages, which have their own bar; that only open ones are shown goes without saying. */
  const chips = computed(() => [
    ...(isUsualState(filters)
      ? []
      : filters.state.map((value) => ({ key: `state.${value}`, label: opportunityStates[value] }))),
    ...(filters.relation ? [{ key: 'relation', label: relations[filters.relation] }] : []),
    ...(filters.owner ? [{ key: 'owner', label: filters.owner.name }] : []),
    ...(filters.department ? [{ key: 'department', label: filters.department.name }] : []),
    ...(filters.closing ? [{ key: 'closing', label: closingWindows[filters.closing] }] : []),
    ...(filters.silentDays ? [{ key: 'silentDays', label: `${filters.silentDays} 天未联系` }] : []),
  ]);

  function removeChip(chip: string) {
    const [key = '', value] = chip.split('.');
    Object.assign(filters, { [key]: key === 'state' ? filters.state.filter((one) => one !== value) : null });
  }
  const clear = () => void Object.assign(filters, { ...usual, sort: filters.sort, keyword: filters.keyword });

  return { filters, query, chips, removeChip, clear };
}

function takeOverFromAddress(filters: OpportunityFilters): void {
  const route = useRoute();
  const router = useRouter();
  watch(
    () => (route.path === '/opportunities' ? route.query : {}),
    (query) => {
      if (!Object.keys(query).length) return;
      const parsed = listOpportunities.query.safeParse(query);
      if (parsed.success) Object.assign(filters, usual, chosenIn(parsed.data));
      if (parsed.success) void nameChosen(filters);
      void router.replace('/opportunities');
    },
    { immediate: true },
  );
}

const unnamed = '…';
const chosenIn = (query: z.output<typeof listOpportunities.query>): Partial<OpportunityFilters> => ({
  state: query.state ?? usual.state,
  stage: query.stage ?? [],
  relation: query.relation ?? null,
  owner: query.ownerId ? { id: query.ownerId, name: unnamed } : null,
  department: query.departmentId ? { id: query.departmentId, name: unnamed } : null,
  silentDays: query.silentDays ? String(query.silentDays) : null,
  sort: query.sort,
});

/** An address carries ids; the chips need names. */
async function nameChosen(filters: OpportunityFilters): Promise<void> {
  const { owner, department } = filters;
  if (owner) {
    const person = await call(getPerson, { params: { id: owner.id } }).catch(() => null);
    if (filters.owner?.id === owner.id) filters.owner = { id: owner.id, name: person?.name ?? '所选同事' };
  }
  if (department) {
    const { items } = await call(listDepartments).catch(() => ({ items: [] }));
    const name = items.find(({ id }) => id === department.id)?.name ?? '所选部门';
    if (filters.department?.id === department.id) filters.department = { id: department.id, name };
  }
}

/** The stages to choose from, with how many open opportunities stand in each where that is known. */
export const stageOptions = (counts: ReadonlyMap<Stage, number>) =>
  (Object.entries(stages) as [Stage, string][]).map(([value, label]) => ({
    value,
    label,
    ...(counts.has(value) && { count: counts.get(value) ?? 0 }),
  }));
