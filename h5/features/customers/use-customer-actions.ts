import { showConfirmDialog } from 'vant';
import { computed, type Ref } from 'vue';
import { useRouter } from 'vue-router';
import { type CustomerDetail, deleteCustomer, restoreCustomer } from '../../../server/contract/customers.ts';
import { markChanged } from '../../composables/freshness.ts';
import { tellDone } from '../../composables/tell-problem.ts';
import { useAction } from '../../composables/use-action.ts';
import { type Action } from '../../ui/BottomActions.vue';
import { openFollowUp } from '../follow-ups/open-follow-up.ts';
import { callCustomer } from './call-customer.ts';

/** The bottom bar of a customer: exactly what its abilities allow. */
export function useCustomerActions(customer: Ref<CustomerDetail | null>) {
  const router = useRouter();
  const removal = useAction(deleteCustomer);
  const restoring = useAction(restoreCustomer);

  const actions = computed<Action[]>(() => {
    const abilities = customer.value?.abilities;
    if (!abilities) return [];
    const all: (Action & { allowed: boolean })[] = [
      { key: 'call', label: '拨打', icon: 'phone', allowed: customer.value?.deletedAt === null },
      { key: 'opportunity', label: '新建商机', icon: 'target', allowed: abilities.addOpportunity },
      { key: 'edit', label: '编辑', icon: 'edit', allowed: abilities.update },
      { key: 'contact', label: '添加联系人', icon: 'person', allowed: abilities.update },
      { key: 'delete', label: '移到回收站', tone: 'danger', allowed: abilities.delete },
      { key: 'log', label: '记跟进', tone: 'primary', allowed: abilities.logFollowUp },
      { key: 'restore', label: '恢复', tone: 'primary', loading: restoring.pending.value, allowed: abilities.restore },
    ];
    return all.filter(({ allowed }) => allowed);
  });

  async function remove({ id, name }: CustomerDetail) {
    const message = `「${name}」会移到回收站,30 天内可以恢复。`;
    const sure = await showConfirmDialog({ title: '移到回收站', message, confirmButtonText: '移到回收站' }).catch(
      () => null,
    );
    if (!sure || !(await removal.run({ params: { id } }))) return;
    tellDone('已移到回收站');
    markChanged('customer');
    void router.replace('/customers');
  }

  async function restore({ id }: CustomerDetail) {
    if (!(await restoring.run({ params: { id } }))) return;
    tellDone('已恢复');
    markChanged('customer');
  }

  function act(key: string) {
    const record = customer.value;
    if (!record) return;
    const { id, name } = record;
    if (key === 'log') void openFollowUp({ customer: { id, name } });
    else if (key === 'call') void callCustomer(id);
    else if (key === 'opportunity') void router.push({ path: '/opportunities/new', query: { customerId: id } });
    else if (key === 'edit') void router.push(`/customers/${id}/edit`);
    else if (key === 'contact') void router.push(`/customers/${id}/contacts/new`);
    else if (key === 'delete') void remove(record);
    else if (key === 'restore') void restore(record);
  }

  return { actions, act };
}
