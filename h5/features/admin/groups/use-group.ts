import { showConfirmDialog } from 'vant';
import { type Group, testGroup, unbindGroup, updateGroup } from '../../../../server/contract/reports.ts';
import { markChanged } from '../../../composables/freshness.ts';
import { tellDone } from '../../../composables/tell-problem.ts';
import { useAction } from '../../../composables/use-action.ts';

/** What one does with a bound group: try it, pause it, rename it, let go of it. */
export function useGroup(group: () => Group) {
  const trial = useAction(testGroup);
  const change = useAction(updateGroup);
  const removal = useAction(unbindGroup);
  const params = () => ({ id: group().id });

  async function test(): Promise<void> {
    if (await trial.run({ params: params() })) tellDone('测试消息已排队,请到群里查看');
  }
  async function update(body: { name?: string; active?: boolean }, done: string): Promise<boolean> {
    const answer = await change.run({ params: params(), body: { ...body, version: group().version } });
    if (answer) tellDone(done);
    markChanged('group');
    return answer !== undefined;
  }
  const rename = (name: string) => update({ name }, '已改名');
  const setActive = (active: boolean) => update({ active }, active ? '已恢复发送' : '已暂停发送');

  async function unbind(): Promise<void> {
    const sure = await showConfirmDialog({
      title: `解绑“${group().name}”`,
      message: '之后这个群不再收到日报,已发的日报还在。',
      confirmButtonText: '解绑',
    }).catch(() => null);
    if (!sure) return;
    if (await removal.run({ params: params() })) tellDone('已解绑');
    markChanged('group');
  }

  return {
    ...{ test, rename, setActive, unbind },
    testing: trial.pending,
    changing: change.pending,
    unbinding: removal.pending,
  };
}
