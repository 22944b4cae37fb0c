import { computed } from 'vue';
import { listProducts } from '../../../server/contract/catalogue.ts';
import { useRecord } from '../../composables/use-record.ts';
import { type LineProduct } from './lines.ts';

/** The products lines may refer to: those already in the opportunity at their frozen price, the rest from the catalogue. */
export function useLineProducts(frozen: readonly LineProduct[]) {
  const { data, problem, reload } = useRecord(listProducts, () => ({ query: { includeRetired: '1' as const } }), {
    follows: ['product'],
  });
  const catalogue = computed(() => data.value?.items ?? []);
  const byId = computed(() => {
    const known = new Map<string, LineProduct>();
    for (const { id, name, unit, listPrice } of catalogue.value)
      known.set(id, { productId: id, product: name, unit, listPrice });
    for (const line of frozen) known.set(line.productId, line);
    return known;
  });
  const productOf = (productId: string): LineProduct | null => byId.value.get(productId) ?? null;
  const onSale = computed(() => catalogue.value.filter(({ active }) => active));

  return { productOf, onSale, loaded: computed(() => data.value !== null), problem, reload };
}
export type LineProducts = ReturnType<typeof useLineProducts>;
