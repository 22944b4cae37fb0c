import { computed, ref, shallowRef } from 'vue';
import { choosePeople } from '../../pickers/choose.ts';
import { session } from '../../session.ts';

type View = 'mine' | 'all' | 'person' | 'department';
interface Chosen {
  id: string;
  name: string;
}

const hasOthers = (): boolean => {
  const { scope = 'self', isLeader = false } = session.me ?? {};
  return scope !== 'self' && (isLeader || scope !== 'subordinates');
};

/** Whose funnel: mine, everything I may see, one colleague's, one department's. Those who see only themselves have no choice. */
export function useFunnelView() {
  const seesOthers = hasOthers();
  const current = ref<View>(seesOthers ? 'all' : 'mine');
  const person = shallowRef<Chosen | null>(null);
  const department = shallowRef<Chosen | null>(null);
  const picking = ref(false);

  const options = computed<{ value: View; label: string }[]>(() =>
    seesOthers
      ? [
          { value: 'all', label: '全部' },
          { value: 'mine', label: '我的' },
          { value: 'department', label: department.value?.name ?? '部门' },
          { value: 'person', label: person.value?.name ?? '同事' },
        ]
      : [{ value: 'mine', label: '我的' }],
  );
  const query = computed(() => {
    if (current.value === 'person') return { ownerId: person.value?.id };
    if (current.value === 'department') return { departmentId: department.value?.id };
    return current.value === 'mine' ? { relation: 'mine' as const } : {};
  });

  async function choosePerson() {
    const chosen = await choosePeople({ title: '看谁的漏斗' });
    if (!chosen?.[0]) return;
    person.value = chosen[0];
    current.value = 'person';
  }
  function answerDepartment(chosen: readonly Chosen[] | null) {
    picking.value = false;
    if (!chosen?.[0]) return;
    department.value = chosen[0];
    current.value = 'department';
  }
  /** A tap on 部门 or 同事 asks for one; only the answer changes the view. */
  const view = computed<View>({
    get: () => current.value,
    set: (wanted) => {
      if (wanted === 'person') void choosePerson();
      else if (wanted === 'department') picking.value = true;
      else current.value = wanted;
    },
  });

  return { view, options, query, picking, answerDepartment };
}
