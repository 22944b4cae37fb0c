import { ref } from 'vue';
import { getCustomer } from '../../../server/contract/customers.ts';
import { createOpportunity, type Stage } from '../../../server/contract/opportunities.ts';
import { call } from '../../api.ts';
import { markChanged } from '../../composables/freshness.ts';
import { tellDone } from '../../composables/tell-problem.ts';
import { useForm } from '../../composables/use-form.ts';
import { chooseCustomer, type ChosenCustomer } from '../../pickers/choose.ts';
import { asCreateFields, emptyOpportunity, type OpportunityValues } from './opportunity-values.ts';

type Values = OpportunityValues & { customerId: string | null; stage: Stage };

/** The form that opens an opportunity, for the customer one came from or one that is chosen here. */
export function useCreateOpportunity(customerId: string | null) {
  const created = ref('');
  const customer = ref<ChosenCustomer | null>(null);
  const form = useForm<typeof createOpportunity.body, Values>({
    schema: createOpportunity.body,
    initial: { ...emptyOpportunity, customerId, stage: 'first_contact' },
    draftKey: `opportunity.new.${customerId ?? ''}`,
    prepare: (values) => ({ ...asCreateFields(values), customerId: values.customerId, stage: values.stage }) as Values,
    save: async ({ values, key }) => {
      const { customerId: owner, stage, ...fields } = values;
      const body = { ...asCreateFields(fields), customerId: owner ?? '', stage };
      created.value = (await call(createOpportunity, { body }, { key })).id;
      markChanged('opportunity', 'customer');
      tellDone('已新建');
    },
  });

  async function nameCustomer(id: string) {
    const found = await call(getCustomer, { params: { id } }).catch(() => null);
    customer.value = found && { id, name: found.name };
    if (!found) form.values.customerId = null;
  }
  if (form.values.customerId) void nameCustomer(form.values.customerId);

  async function choose() {
    const chosen = await chooseCustomer('给哪位客户开商机');
    if (!chosen) return;
    customer.value = chosen;
    form.values.customerId = chosen.id;
  }

  /** A missing customer is the one thing the schema cannot say in words. */
  async function submit(): Promise<boolean> {
    if (form.values.customerId) return form.submit();
    form.check();
    form.errors.customerId = '请选择客户';
    return false;
  }

  return { form, customer, choose, submit, created };
}
