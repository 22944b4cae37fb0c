import type { DataScope, GrantedPermission } from '../../server/contract/permissions.ts';
import type { Id } from '../../server/contract/page.ts';
import { insert } from '../../server/kernel/rows.ts';
import type { Work } from '../../server/kernel/work.ts';
import { bumpOrgVersion } from '../../server/modules/org/index.ts';
import { departments, people, personDepartments, personRoles, roles } from '../../server/modules/org/store.ts';

export interface Company {
  department(name: string, parentId?: Id | null): Promise<Id>;
  person(name: string, options?: PersonOptions): Promise<Id>;
  /** Gives a person a role with exactly these rights. */
  grant(personId: Id, scope: DataScope, permissions?: readonly GrantedPermission[], departmentIds?: Id[]): Promise<Id>;
  /** Gives a person one of the default roles: 管理员, 总经理 or 业务人员. */
  giveRole(personId: Id, name: string): Promise<void>;
  /** Boss, director, two leaders with two salespeople each, an administrator: the shape most tests need. */
  standard(): Promise<StandardCompany>;
}
export interface PersonOptions {
  account?: string;
  departmentId?: Id;
  leads?: boolean;
  leaderId?: Id | null;
  mobile?: string;
  state?: 'active' | 'disabled' | 'left' | 'hidden';
}
export interface StandardCompany {
  root: Id;
  east: Id;
  south: Id;
  boss: Id;
  admin: Id;
  /** Leads 华东部; alice and bob report to them. */
  eastLeader: Id;
  alice: Id;
  bob: Id;
  /** Leads 华南部; carol and dave report to them. */
  southLeader: Id;
  carol: Id;
  dave: Id;
}

let counter = 0;

export const createCompany = (work: Work): Company => {
  const company: Company = {
    department: async (name, parentId = null) => {
      counter += 1;
      const id = await insert(work, departments, {
        platformKey: `d${counter}`,
        parentId,
        name,
        position: 0,
        removedAt: null,
      });
      await bumpOrgVersion(work);
      return id;
    },
    person: async (name, options = {}) => {
      counter += 1;
      const id = await insert(work, people, {
        account: options.account ?? `user${counter}`,
        name,
        pinyin: '',
        initials: '',
        position: null,
        mobile: options.mobile ?? null,
        state: options.state ?? 'active',
        mainDepartmentId: options.departmentId ?? null,
        directLeaderId: options.leaderId ?? null,
        leftAt: null,
      });
      if (options.departmentId)
        await insert(work, personDepartments, {
          personId: id,
          departmentId: options.departmentId,
          leads: options.leads ?? false,
        });
      await bumpOrgVersion(work);
      return id;
    },
    grant: async (personId, scope, permissions = ['crm.use'], departmentIds = []) => {
      counter += 1;
      const id = await insert(work, roles, {
        name: `role${counter}`,
        permissions: [...permissions],
        scope,
        departmentIds,
        isDefault: false,
      });
      await insert(work, personRoles, { personId, roleId: id });
      await bumpOrgVersion(work);
      return id;
    },
    giveRole: async (personId, name) => {
      const role = await work.db(roles.name).where({ name }).first<{ id: Id }>('id');
      await insert(work, personRoles, { personId, roleId: role.id });
      await bumpOrgVersion(work);
    },
    standard: () => standardCompany(company),
  };
  return company;
};

const standardCompany = async (company: Company): Promise<StandardCompany> => {
  const root = await company.department('远航公司');
  const east = await company.department('华东部', root);
  const south = await company.department('华南部', root);
  const boss = await company.person('钱总', { account: 'boss', departmentId: root, leads: true });
  await company.giveRole(boss, '总经理');
  const admin = await company.person('管理员甲', { account: 'admin', departmentId: root, leaderId: boss });
  await company.giveRole(admin, '管理员');
  const eastLeader = await company.person('赵东', { departmentId: east, leads: true, leaderId: boss });
  const southLeader = await company.person('孙南', { departmentId: south, leads: true, leaderId: boss });
  return {
    root,
    east,
    south,
    boss,
    admin,
    eastLeader,
    alice: await company.person('李一', { departmentId: east, leaderId: eastLeader, mobile: '13800000001' }),
    bob: await company.person('周二', { departmentId: east, leaderId: eastLeader, mobile: '13800000002' }),
    southLeader,
    carol: await company.person('吴三', { departmentId: south, leaderId: southLeader }),
    dave: await company.person('郑四', { departmentId: south, leaderId: southLeader }),
  };
};
