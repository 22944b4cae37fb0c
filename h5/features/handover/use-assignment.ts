import { computed, reactive, ref, watch } from 'vue';
import { assignHandover, type HandoverDetail } from '../../../server/contract/handover.ts';
import { type PersonRef } from '../../../server/contract/subject.ts';
import { dropDraft, readDraft, writeDraft } from '../../composables/draft.ts';
import { markChanged } from '../../composables/freshness.ts';
import { useAction } from '../../composables/use-action.ts';
import { session } from '../../session.ts';

interface Assignment {
  receiver: PersonRef | null;
  /** Customer id → who takes over this one. */
  exceptions: Record<string, PersonRef>;
}

/** Who takes over: one colleague for all, others for single customers. Kept on the device until it is sent. */
export function useAssignment({ id, person, suggestions }: HandoverDetail) {
  const draftKey = `handover.${id}`;
  const chosen = reactive<Assignment>({ receiver: null, exceptions: {}, ...readDraft(draftKey) });
  const error = ref('');
  const { run, pending } = useAction(assignHandover);
  watch(chosen, (now) => writeDraft(draftKey, now));

  /** Myself first, then whom the server suggests, then whoever was picked from everybody. */
  const candidates = computed<PersonRef[]>(() => {
    const me = session.me && { id: session.me.id, name: session.me.name, active: true };
    const all = [...(me ? [me] : []), ...suggestions, ...(chosen.receiver ? [chosen.receiver] : [])];
    return all.filter((one, at) => one.id !== person.id && all.findIndex((other) => other.id === one.id) === at);
  });
  const exceptionCount = computed(() => Object.keys(chosen.exceptions).length);

  function choose(receiver: PersonRef) {
    chosen.receiver = receiver;
    error.value = '';
  }
  function except(customerId: string, receiver: PersonRef | null) {
    const isMain = receiver?.id === chosen.receiver?.id;
    if (receiver && !isMain) chosen.exceptions[customerId] = receiver;
    else delete chosen.exceptions[customerId];
  }

  /** True when the hand-over has started. */
  async function submit(receiver: PersonRef): Promise<boolean> {
    const exceptions = Object.entries(chosen.exceptions)
      .filter(([, other]) => other.id !== receiver.id)
      .map(([customerId, other]) => ({ customerId, receiverId: other.id }));
    const answer = await run({ params: { id }, body: { receiverId: receiver.id, exceptions } });
    if (!answer) return false;
    dropDraft(draftKey);
    markChanged('handover');
    return true;
  }

  return { chosen, error, candidates, exceptionCount, choose, except, submit, pending };
}
