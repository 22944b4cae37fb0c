import { computed, shallowRef } from 'vue';
import { type Contact, restoreContact } from '../../../server/contract/customers.ts';
import { markChanged } from '../../composables/freshness.ts';
import { tellDone } from '../../composables/tell-problem.ts';
import { useAction } from '../../composables/use-action.ts';

const all = shallowRef<Contact[]>([]);

/** Remembers a contact that was just removed, so that it can be brought back while the app is open. */
export const rememberRemoved = (contact: Contact): void => {
  all.value = [...all.value, contact];
};

/** The contacts of a customer removed just now, and how to bring one back. */
export function useRemovedContacts(customerId: () => string) {
  const { run, pending } = useAction(restoreContact);
  const removed = computed(() => all.value.filter((contact) => contact.customerId === customerId()));

  async function restore({ id, name }: Contact) {
    if (!(await run({ params: { id } }))) return;
    all.value = all.value.filter((contact) => contact.id !== id);
    tellDone(`已恢复 ${name}`);
    markChanged('contact', 'customer');
  }

  return { removed, restore, pending };
}
