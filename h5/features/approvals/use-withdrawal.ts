import { showConfirmDialog } from 'vant';
import { withdrawApproval } from '../../../server/contract/approvals.ts';
import { markChanged } from '../../composables/freshness.ts';
import { tellDone } from '../../composables/tell-problem.ts';
import { useAction } from '../../composables/use-action.ts';

/** Taking a request back. `refused` gets the sentence when it is too late for that. */
export function useWithdrawal(refused: (sentence: string) => void) {
  const { run, pending } = useAction(withdrawApproval, {
    handles: ({ status, detail }) => {
      if (status === 409) refused(detail);
      return status === 409;
    },
  });

  async function withdraw(id: string): Promise<void> {
    const sure = await showConfirmDialog({
      title: '撤回申请',
      message: '撤回后商机恢复为进行中,可以修改后再提交。',
      confirmButtonText: '撤回',
    }).catch(() => null);
    if (!sure) return;
    if (await run({ params: { id } })) tellDone('已撤回');
    markChanged('approval', 'opportunity');
  }
  return { withdraw, withdrawing: pending };
}
