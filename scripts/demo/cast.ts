import type { Id } from '../../server/contract/page.ts';
import { systemWork, type Kernel } from '../../server/kernel/work.ts';
import { departmentsBelow, peopleWithPermission, readOrg } from '../../server/modules/org/index.ts';

export interface Cast {
  admin: Id;
  /** Salespeople of the region whose name begins with 华东, and all the others. */
  east: Id[];
  south: Id[];
}

/** Who plays whom: an administrator, and everybody whose position says sales and who leads nobody; the senior ones have three customers for one. */
export const findCast = async (kernel: Kernel): Promise<Cast> => {
  const { chart } = await readOrg(kernel);
  const rows = await kernel
    .db('people')
    .where({ state: 'active' })
    .where('position', 'like', '%销售%')
    .orderBy('account')
    .select<{ id: Id; position: string }[]>('id', 'position');
  const salespeople = rows
    .map((row) => row.id)
    .filter((id) => !chart.people.get(id)?.departments.some((membership) => membership.leads));
  const regions = [...chart.departments.values()].filter(({ name }) => name.startsWith('华东')).map(({ id }) => id);
  const below = departmentsBelow(chart, regions);
  const isEast = (id: Id): boolean => below.has(chart.people.get(id)?.mainDepartmentId ?? '');
  const seniors = new Set(rows.filter(({ position }) => position.startsWith('高级')).map(({ id }) => id));
  const weighted = (people: Id[]): Id[] => people.flatMap((id) => (seniors.has(id) ? [id, id, id] : [id]));
  const [admin] = await peopleWithPermission(systemWork(kernel), 'org.manage');
  const east = weighted(salespeople.filter(isEast));
  const south = weighted(salespeople.filter((id) => !isEast(id)));
  if (!admin || salespeople.length === 0) throw new Error('The company has no administrator or no salespeople.');
  return { admin, east: east.length > 0 ? east : south, south: south.length > 0 ? south : east };
};
