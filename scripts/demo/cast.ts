import type { Id } from '../../server/contract/page.ts';
import { systemWork, type Kernel } from '../../server/kernel/work.ts';
import { departmentsBelow, peopleWithPermission, readOrg } from '../../server/modules/org/index.ts';

export interface Cast {
  admin: Id;
  /** Salespeople of the region whose name begins with 华东, and all the others. */
  east: Id[];
  south: Id[];
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
  const regions = [...chart.departments.values()].filter(({ name }) => name.startsWith('华东')).map(({ id }) => id);
  const below = departmentsBelow(chart, regions);
  const isEast = (id: Id): boolean => below.has(chart.people.get(id)?.mainDepartmentId ?? '');
  const [admin] = await peopleWithPermission(systemWork(kernel), 'org.manage');
  const [east, south] = [salespeople.filter(isEast), salespeople.filter((id) => !isEast(id))];
  if (!admin || salespeople.length === 0) throw new Error('The company has no administrator or no salespeople.');
  return { admin, east: east.length > 0 ? east : south, south: south.length > 0 ? south : east };
};
