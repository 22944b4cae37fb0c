import { shallowRef } from 'vue';
import { customerLevels, customerSizes, partyKinds } from '../../../server/contract/customers.ts';
import { useDictionary } from '../../pickers/use-dictionary.ts';
import { loadRegions, regionName, type RegionList } from '../../ui/regions.ts';

/** How a customer field's value reads, for showing two of them side by side. */
export function useSayCustomerValue(): (path: string, value: unknown) => string {
  const industries = useDictionary('industry');
  const sources = useDictionary('source');
  const regions = shallowRef<RegionList | null>(null);
  void loadRegions().then((list) => (regions.value = list));
  const labels: Record<string, Record<string, string>> = {
    kind: partyKinds,
    level: customerLevels,
    size: customerSizes,
  };

  return (path, value) => {
    const text = value == null ? '' : String(value);
    if (path === 'industryId') return industries.value.find(({ id }) => id === text)?.name ?? text;
    if (path === 'sourceId') return sources.value.find(({ id }) => id === text)?.name ?? text;
    if (path === 'region') return regions.value && text ? regionName(regions.value, text) : text;
    if (path === 'parentId') return text && '另一个上级客户';
    return labels[path]?.[text] ?? text;
  };
}
