import { createProduct, listProducts, type Product, updateProduct } from '../../../../server/contract/catalogue.ts';
import { formatYuan } from '../../../../server/contract/money.ts';
import { call } from '../../../api.ts';
import { markChanged } from '../../../composables/freshness.ts';
import { tellDone } from '../../../composables/tell-problem.ts';
import { useForm } from '../../../composables/use-form.ts';

interface ProductValues {
  name: string;
  series: string | null;
  unit: string;
  listPrice: number | null;
  active: boolean;
}
export const productLabels: Record<keyof ProductValues, string> = {
  name: '产品名称',
  series: '系列',
  unit: '单位',
  listPrice: '标价',
  active: '在售',
};
export const sayProductValue = (path: string, value: unknown): string => {
  if (path === 'listPrice') return formatYuan(value as number);
  if (path === 'active') return value ? '在售' : '停售';
  return String((value as string | null) ?? '');
};

const empty: ProductValues = { name: '', series: null, unit: '台', listPrice: null, active: true };
const valuesOf = ({ name, series, unit, listPrice, active }: Product): ProductValues => ({
  ...{ name, series, unit, listPrice, active },
});

/** Adds a product, or changes, retires or brings back one with the version it was read at. */
export function useProductForm(product: Product | null) {
  let version = product?.version ?? 1;
  const form = useForm<typeof updateProduct.body, ProductValues>({
    schema: updateProduct.body,
    initial: product ? valuesOf(product) : empty,
    checkChanged: product !== null,
    save: async ({ values: { active: _, listPrice, ...rest }, changed, key }) => {
      if (product) {
        const { listPrice: price, ...others } = changed;
        const body = { ...others, ...(price != null && { listPrice: price }), version };
        await call(updateProduct, { params: { id: product.id }, body }, { key });
      } else await call(createProduct, { body: { ...rest, listPrice: listPrice ?? 0 } }, { key });
      markChanged('product');
      tellDone('已保存');
    },
    ...(product && {
      latest: async () => {
        const { items } = await call(listProducts, { query: { includeRetired: '1' } });
        const found = items.find(({ id }) => id === product.id) ?? product;
        version = found.version;
        return valuesOf(found);
      },
    }),
  });

  async function submit(): Promise<boolean> {
    if (form.values.listPrice !== null) return form.submit();
    form.check();
    form.errors.listPrice = '请填写标价';
    return false;
  }
  return { ...form, submit };
}
