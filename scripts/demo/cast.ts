import type { Id } from '../../server/contract/page.ts';
import type { Kernel } from '../../server/kernel/work.ts';
import { peopleWithPermission, readOrg } from '../../server/modules/org/index.ts';
import { systemWork } from '../../server/kernel/work.ts';

export interface Cast {
  admin: Id;
  salespeople: Id[];
}

/** Who plays whom: an administrator, and everybody whose position says sales and who leads nobody. */
export const findCast = async (kernel: Kernel): Promise<Cast> => {
  const { chart } = await readOrg(kernel);
  const rows = await kernel
    .db('people')
    .where({ state: 'active' })
    .where('position', 'like', '%销售%')
    .orderBy('account')
    .select<{ id: Id }[]>('id');
  const salespeople = rows
    .map((row) => row.id)
    .filter((id) => !chart.people.get(id)?.departments.some((membership) => membership.leads));
  const [admin] = await peopleWithPermission(systemWork(kernel), 'org.manage');
  if (!admin || salespeople.length === 0) throw new Error('The company has no administrator or no salespeople.');
  return { admin, salespeople };
};
