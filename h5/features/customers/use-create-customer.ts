import { ref, shallowRef, watch } from 'vue';
import { checkDuplicate, createCustomer } from '../../../server/contract/customers.ts';
import { type OutputOf } from '../../../server/contract/endpoint.ts';
import { call } from '../../api.ts';
import { markChanged } from '../../composables/freshness.ts';
import { tellDone } from '../../composables/tell-problem.ts';
import { useForm } from '../../composables/use-form.ts';
import { type ContactDraft, type CustomerValues, emptyCustomer } from './customer-values.ts';

export type Duplicate = NonNullable<OutputOf<typeof checkDuplicate>['duplicate']>;
type Values = CustomerValues & { contacts: ContactDraft[] };

const emptyValues: Values = { ...emptyCustomer, contacts: [] };
const filled = ({ name, mobile, position }: ContactDraft) => Boolean(name || mobile || position);
const orNull = (text: string) => text.trim() || null;

/** The form that creates a customer; asks for namesakes as soon as the name is typed. */
export function useCreateCustomer() {
  const created = ref('');
  const duplicate = shallowRef<Duplicate | null>(null);
  const form = useForm({
    schema: createCustomer.body,
    initial: emptyValues,
    draftKey: 'customer.new',
    prepare: (values) => ({
      ...values,
      contacts: values.contacts.filter(filled).map(({ name, mobile, position }) => ({
        name,
        mobile: orNull(mobile),
        position: orNull(position),
      })) as ContactDraft[],
    }),
    handles: ({ code }) => code === 'customer.duplicate' && duplicate.value !== null,
    save: async ({ values, key }) => {
      duplicate.value = await findDuplicate(values.name);
      const { id } = await call(createCustomer, { body: values }, { key });
      created.value = id;
      markChanged('customer', 'contact');
      tellDone('已新建');
    },
  });

  async function checkName() {
    const name = form.values.name.trim();
    duplicate.value = name.length > 1 ? await findDuplicate(name) : null;
  }
  watch(
    () => form.values.name,
    () => (duplicate.value = null),
  );

  return { form, duplicate, checkName, created };
}

/** A namesake, if any; a check that cannot be made is left to the save itself. */
const findDuplicate = (name: string): Promise<Duplicate | null> =>
  call(checkDuplicate, { query: { name } }).then(
    (answer) => answer.duplicate,
    () => null,
  );
