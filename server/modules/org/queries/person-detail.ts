import type { z } from 'zod';
import type { personDetail } from '../../../contract/org.ts';
import type { Id } from '../../../contract/page.ts';
import { required } from '../../../kernel/problem.ts';
import type { Work } from '../../../kernel/work.ts';
import { superiorOf } from '../chart.ts';
import { readOrg } from '../chart-reader.ts';
import { findPersonById } from '../people.ts';
import { maskMobile, seesMobile } from '../person.ts';
import { presentPerson } from './people.ts';

/** One colleague with departments, superior and roles; the mobile number only for those who need it. */
export const getPersonDetail = async (work: Work, id: Id): Promise<z.infer<typeof personDetail>> => {
  const row = required(await findPersonById(work, id));
  const { chart, names, rolesOf } = await readOrg(work);
  const leader = superiorOf(chart, id);
  const departments = (chart.people.get(id)?.departments ?? []).flatMap((membership) => {
    const department = chart.departments.get(membership.id);
    if (!department) return [];
    return [
      {
        id: department.id,
        name: department.name,
        leads: membership.leads,
        main: department.id === row.mainDepartmentId,
      },
    ];
  });
  return {
    ...presentPerson(row, chart),
    mobile: row.mobile && !seesMobile(work.actor, id) ? maskMobile(row.mobile) : row.mobile,
    leader: leader ? { id: leader, name: names.get(leader) ?? '' } : null,
    departments,
    roles: rolesOf(id).map((role) => ({ id: role.id, name: role.name })),
    account: row.account,
  };
};
