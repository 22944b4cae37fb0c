import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { Problem } from '../../../kernel/problem.ts';
import { allRows, insertMany } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { bumpOrgVersion, readOrg } from '../chart-reader.ts';
import { topLeaders } from '../chart.ts';
import { personRolesSet } from '../events.ts';
import { personRoles, roles } from '../store.ts';
import { ensureDefaultRoles } from './ensure-default-roles.ts';

/** Refuses what would leave nobody who manages the organisation. The caller holds the organisation's lock and has made its change. */
export const ensureAdministratorRemains = async (work: Work): Promise<void> => {
  if (!(await hasAdministrator(work))) throw new Problem('org.last_admin');
};

/**
 * Gives the administrator's role away when nobody active has it any more, or yet: to the configured accounts, otherwise to the
 * leaders at the top, so that nobody is locked out. The caller holds the organisation's lock.
 */
export const keepAdministrator = async (work: Work, adminAccounts: readonly string[]): Promise<void> => {
  await ensureDefaultRoles(work);
  if (await hasAdministrator(work)) return;
  const role = (await rolesThatManage(work)).find((one) => !one.isDefault);
  const successors = await findSuccessors(work, adminAccounts);
  if (!role || successors.length === 0) {
    work.log.warn('nobody manages the organisation: name somebody in ADMIN_ACCOUNTS and sync again');
    return;
  }
  await insertMany(
    work,
    personRoles,
    successors.map(({ id }) => ({ personId: id, roleId: role.id })),
  );
  await bumpOrgVersion(work);
  for (const { id, name } of successors)
    await emit(work, personRolesSet, {
      subject: { kind: 'person', id },
      payload: { personId: id, name, roles: [role.name] },
      reason: '系统中没有在职的管理员',
    });
};

const rolesThatManage = async (work: Work) =>
  (await allRows(roles, work.db(roles.name).orderBy('id'))).filter((role) => role.permissions.includes('org.manage'));

const hasAdministrator = async (work: Work): Promise<boolean> => {
  const managing = await rolesThatManage(work);
  const holders = work
    .db('person_roles')
    .select('person_id')
    .whereIn(
      'role_id',
      managing.map((role) => role.id),
    );
  const query = work.db('people').where({ state: 'active' });
  void query.where((either) => {
    void either.whereIn('id', holders);
    if (managing.some((role) => role.isDefault))
      void either.orWhereNotIn('id', work.db('person_roles').select('person_id'));
  });
  return (await query.first('id')) !== undefined;
};

const findSuccessors = async (work: Work, adminAccounts: readonly string[]): Promise<{ id: Id; name: string }[]> => {
  const active = () => work.db('people').select('id', 'name').where({ state: 'active' }).orderBy('id');
  const named = (await active().whereIn('account', adminAccounts as string[])) as { id: Id; name: string }[];
  if (named.length > 0) return named;
  await bumpOrgVersion(work);
  const { chart } = await readOrg(work);
  return (await active().whereIn('id', topLeaders(chart))) as { id: Id; name: string }[];
};
