import type { Id } from '../../contract/page.ts';
import type { Work } from '../../kernel/work.ts';
import { findPersonById, findSuperior, leadersOfDepartment, mainDepartments, readOrg } from '../org/index.ts';
import type { Approver } from './flow.ts';

/** Who answers for a step right now; the next superior stands in where nobody does. Empty only when nobody is above. */
export const candidatesFor = async (work: Work, approver: Approver, requesterId: Id): Promise<Id[]> => {
  const named = await namedBy(work, approver, requesterId);
  if (named.length > 0) return named;
  const superior = await findSuperior(work, requesterId);
  return superior ? [superior] : [];
};

const namedBy = async (work: Work, approver: Approver, requesterId: Id): Promise<Id[]> => {
  switch (approver.kind) {
    case 'superior':
      return superiorAt(work, requesterId, approver.level);
    case 'department_leader': {
      const department = (await mainDepartments(work, [requesterId])).get(requesterId);
      return department ? leadersOfDepartment(work, department.id) : [];
    }
    case 'role':
      return activeHolders(work, approver.roleId);
    case 'person':
      return (await isActive(work, approver.personId)) ? [approver.personId] : [];
  }
};

/** The n-th superior; where the line ends before, the highest there is. */
const superiorAt = async (work: Work, personId: Id, level: number): Promise<Id[]> => {
  for (let step = level; step >= 1; step -= 1) {
    const superior = await findSuperior(work, personId, step);
    if (superior) return [superior];
  }
  return [];
};

const activeHolders = async (work: Work, roleId: Id): Promise<Id[]> => {
  const org = await readOrg(work);
  return [...org.chart.people.values()]
    .filter((person) => person.active && org.rolesOf(person.id).some((role) => role.id === roleId))
    .map((person) => person.id);
};

export const isActive = async (work: Work, personId: Id): Promise<boolean> =>
  (await findPersonById(work, personId))?.state === 'active';
