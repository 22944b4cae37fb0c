import { personStates } from '../../../contract/org.ts';
import { changedFields, type PersonField } from './diff.ts';
import type { DepartmentChange, KnownDepartment, KnownPerson, PersonChange, PersonFacts } from './facts.ts';

/** What the words need to look up. */
export interface Glossary {
  departmentName(key: string): string;
  personName(account: string): string;
}

export const fieldLabels: Record<PersonField, string> = {
  name: '姓名',
  position: '职务',
  mobile: '手机号',
  departments: '部门',
  mainDepartmentKey: '主部门',
  directLeader: '直接上级',
  state: '状态',
};

/** One field of a person in words; mobile numbers are not told. */
export const wordOf = (field: PersonField, facts: PersonFacts, glossary: Glossary): string | null => {
  switch (field) {
    case 'departments':
      return (
        facts.departments
          .map((one) => `${glossary.departmentName(one.key)}${one.leads ? '(负责人)' : ''}`)
          .join('、') || null
      );
    case 'mainDepartmentKey':
      return facts.mainDepartmentKey ? glossary.departmentName(facts.mainDepartmentKey) : null;
    case 'directLeader':
      return facts.directLeader ? glossary.personName(facts.directLeader) : null;
    case 'state':
      return personStates[facts.state];
    case 'mobile':
      return facts.mobile ? '已登记' : null;
    case 'name':
    case 'position':
      return facts[field];
  }
};

/** What a change of a person does, in a sentence for the preview. */
export const describePersonChange = (
  change: PersonChange,
  before: KnownPerson | undefined,
  glossary: Glossary,
): string => {
  const { facts } = change;
  if (change.kind === 'person_left') return '已不在企业通讯录中,将停用并交接其客户';
  if (change.kind === 'person_hidden' || !facts) return '不在应用的可见范围内,将不能登录';
  if (!before) return [wordOf('departments', facts, glossary) ?? '没有部门', facts.position].filter(Boolean).join(',');
  return changedFields(before, facts)
    .map((field) =>
      field === 'mobile'
        ? '手机号已更新'
        : `${fieldLabels[field]} ${wordOf(field, before, glossary) ?? '无'} → ${wordOf(field, facts, glossary) ?? '无'}`,
    )
    .join(';');
};

/** The same for a department. */
export const describeDepartmentChange = (
  change: DepartmentChange,
  before: KnownDepartment | undefined,
  glossary: Glossary,
): string => {
  const { facts } = change;
  if (!facts) return '已从通讯录删除';
  const parent = (key: string | null): string => (key ? glossary.departmentName(key) : '顶级');
  if (!before || change.kind === 'department_added') return `上级:${parent(facts.parentKey)}`;
  const parts = [
    before.name === facts.name ? '' : `名称 ${before.name} → ${facts.name}`,
    before.parentKey === facts.parentKey ? '' : `上级 ${parent(before.parentKey)} → ${parent(facts.parentKey)}`,
    before.position === facts.position ? '' : '排序已调整',
  ];
  return parts.filter(Boolean).join(';');
};
