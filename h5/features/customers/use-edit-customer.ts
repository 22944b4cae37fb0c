import { type CustomerDetail, getCustomer, updateCustomer } from '../../../server/contract/customers.ts';
import { call } from '../../api.ts';
import { markChanged } from '../../composables/freshness.ts';
import { tellDone } from '../../composables/tell-problem.ts';
import { useForm } from '../../composables/use-form.ts';
import { valuesOf } from './customer-values.ts';

/** Edits a customer: sends what changed with the version it was read at. */
export function useEditCustomer(customer: CustomerDetail) {
  const params = { id: customer.id };
  let { version } = customer;
  return useForm({
    schema: updateCustomer.body,
    initial: valuesOf(customer),
    draftKey: `customer.${customer.id}`,
    checkChanged: true,
    save: async ({ changed, key }) => {
      await call(updateCustomer, { params, body: { ...changed, version } }, { key });
      markChanged('customer');
      tellDone('已保存');
    },
    latest: async () => {
      const stored = await call(getCustomer, { params });
      version = stored.version;
      return valuesOf(stored);
    },
  });
}
