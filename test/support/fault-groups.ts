import { listDepartments } from '../../server/contract/org.ts';
import { bindGroup } from '../../server/contract/reports.ts';
import type { GroupView } from '../../simulator/control/types.ts';
import { signIn } from './processes-person.ts';
import type { Stage } from './processes-stage.ts';

/** A group of the simulated company that is bound to a department through its webhook. */
export interface BoundGroup {
  /** In the product. */
  id: string;
  name: string;
  webhookUrl: string;
  /** Where its messages are read, and as whom. */
  place: { conversationId: string; userid: string };
}

const departmentOf: Record<string, string> = {
  华东销售群: '华东大区',
  公司经营日报群: '远航智能装备有限公司',
};

/** Binds the demo company's two groups, as the administrator does. */
export async function bindGroups(stage: Stage): Promise<BoundGroup[]> {
  const admin = await signIn(stage, 'weikai');
  const departments = (await admin.get(listDepartments)).items;
  const bound: BoundGroup[] = [];
  for (const { chatid, name, members, webhookUrl } of await stage.control.get<GroupView[]>('groups')) {
    const departmentId = departments.find((one) => one.name === departmentOf[name])?.id;
    if (!departmentId || webhookUrl === null) continue;
    const body = { name, kind: 'webhook' as const, departmentId, address: webhookUrl };
    const { id } = await admin.get(bindGroup, { body });
    bound.push({
      id,
      name,
      webhookUrl,
      place: { conversationId: `group:${chatid}`, userid: members[0]?.userid ?? '' },
    });
  }
  return bound;
}
