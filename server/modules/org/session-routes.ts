import { getMe, logOut, signPage, type Me } from '../../contract/session.ts';
import { serve, type Route } from '../../kernel/route.ts';
import { ensure, required } from '../../kernel/problem.ts';
import { personOf, type Work } from '../../kernel/work.ts';
import type { Login } from '../../ports/login.ts';
import { askPlatform } from './ask-platform.ts';
import { isLeader, ledDepartments } from './chart.ts';
import { readOrg } from './chart-reader.ts';
import { revokeSessions } from './commands/open-session.ts';
import { findPersonById } from './people.ts';

/** Who am I; log out everywhere; signatures for the chat client's page API. */
export const sessionRoutes = (login: Login, publicUrl: string): Route[] => [
  serve(getMe, (work) => describeMe(work)),
  serve(logOut, async (work) => {
    await revokeSessions(work, personOf(work));
    return {};
  }),
  serve(signPage, async (work, { query }) => {
    const signature = await askPlatform(work.log, () => login.signPage(publicUrl + query.path));
    ensure(signature, 'system.unavailable');
    return signature;
  }),
];

const describeMe = async (work: Work): Promise<Me> => {
  const personId = personOf(work);
  const [person, org] = [required(await findPersonById(work, personId)), await readOrg(work)];
  const roles = org.rolesOf(personId);
  const led = ledDepartments(org.chart, personId);
  const department = org.chart.departments.get(person.mainDepartmentId ?? '');
  const widest = ['all', 'chosen', 'department_and_below', 'department', 'subordinates', 'self'] as const;
  return {
    id: person.id,
    name: person.name,
    position: person.position,
    department: department?.name ?? null,
    departmentId: department?.id ?? null,
    permissions: [...work.actor.permissions],
    roles: roles.map((role) => role.name),
    scope: widest.find((scope) => roles.some((role) => role.scope === scope)) ?? 'self',
    isLeader: isLeader(org.chart, personId),
    leads: led.flatMap((id) => org.chart.departments.get(id) ?? []).map(({ id, name }) => ({ id, name })),
    company: org.company,
  };
};
