import { computed } from 'vue';
import {
  type CustomerLevel,
  customerLevels,
  type CustomerSort,
  listCustomers,
  type PartyKind,
  partyKinds,
} from '../../../server/contract/customers.ts';
import { useFilters } from '../../composables/use-filters.ts';
import { useList } from '../../composables/use-list.ts';
import { useDictionary } from '../../pickers/use-dictionary.ts';

export interface CustomerFilters {
  keyword: string;
  relation: 'mine' | 'shared' | 'team' | null;
  kind: PartyKind[];
  level: CustomerLevel[];
  industryId: string[];
  sourceId: string[];
  region: string | null;
  regionText: string;
  owner: { id: string; name: string } | null;
  silentDays: '7' | '15' | '30' | '60' | null;
  sort: CustomerSort;
}
const none: CustomerFilters = {
  keyword: '',
  relation: null,
  kind: [],
  level: [],
  industryId: [],
  sourceId: [],
  region: null,
  regionText: '',
  owner: null,
  silentDays: null,
  sort: 'touched',
};
export const relations = { mine: '我负责的', shared: '我协作的', team: '下属的' } as const;
const joined = (values: readonly string[]) => (values.length ? values.join(',') : undefined);

/** The customer list with its remembered filters and what they are called on the chips. */
export function useCustomerList() {
  const { filters, clear } = useFilters<CustomerFilters>('customers', none);
  filters.keyword = '';
  const list = useList(
    listCustomers,
    () => ({
      keyword: filters.keyword || undefined,
      relation: filters.relation ?? undefined,
      kind: joined(filters.kind),
      level: joined(filters.level),
      industryId: joined(filters.industryId),
      sourceId: joined(filters.sourceId),
      region: filters.region ?? undefined,
      ownerId: filters.owner?.id,
      silentDays: filters.silentDays ?? undefined,
      sort: filters.sort,
    }),
    { follows: ['customer', 'follow_up', 'opportunity', 'handover'] },
  );

  const industries = useDictionary('industry');
  const sources = useDictionary('source');
  const nameOf = (entries: readonly { id: string; name: string }[], id: string) =>
    entries.find((entry) => entry.id === id)?.name ?? '…';

  const chips = computed(() => [
    ...(filters.relation ? [{ key: 'relation', label: relations[filters.relation] }] : []),
    ...filters.kind.map((value) => ({ key: `kind.${value}`, label: partyKinds[value] })),
    ...filters.level.map((value) => ({ key: `level.${value}`, label: customerLevels[value] })),
    ...filters.industryId.map((id) => ({ key: `industryId.${id}`, label: nameOf(industries.value, id) })),
    ...filters.sourceId.map((id) => ({ key: `sourceId.${id}`, label: nameOf(sources.value, id) })),
    ...(filters.region ? [{ key: 'region', label: filters.regionText }] : []),
    ...(filters.owner ? [{ key: 'owner', label: filters.owner.name }] : []),
    ...(filters.silentDays ? [{ key: 'silentDays', label: `${filters.silentDays} 天未联系` }] : []),
  ]);

  function removeChip(chip: string) {
    const [key = '', value] = chip.split('.');
    const current = filters[key as keyof CustomerFilters];
    const next = Array.isArray(current) ? current.filter((one) => one !== value) : null;
    Object.assign(filters, { [key]: next });
  }
  const clearFilters = () => {
    const { sort, keyword } = filters;
    clear();
    Object.assign(filters, { sort, keyword });
  };

  return { filters, list, chips, removeChip, clearFilters, industries, sources };
}
