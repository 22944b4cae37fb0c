import { showConfirmDialog } from 'vant';
import { type HandoverDetail, undoHandover } from '../../../server/contract/handover.ts';
import { markChanged } from '../../composables/freshness.ts';
import { tellDone } from '../../composables/tell-problem.ts';
import { useAction } from '../../composables/use-action.ts';

/** Giving a hand-over back, after saying what that means. */
export function useUndo() {
  const { run, pending } = useAction(undoHandover);

  async function undo({ id, person }: HandoverDetail): Promise<void> {
    const sure = await showConfirmDialog({
      title: '撤销交接',
      message: `客户和商机会还给 ${person.name}。交接之后有人改过的记录不会动,会在结果里列出数量。`,
      confirmButtonText: '撤销交接',
    }).catch(() => null);
    if (!sure) return;
    if (await run({ params: { id } })) tellDone('正在撤销');
    markChanged('handover');
  }
  return { undo, undoing: pending };
}
