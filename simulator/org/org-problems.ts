import { type OrgFile } from './org-file.ts';

/** What a schema cannot see: duplicate, dangling and circular references. */
export function findOrgProblems(file: OrgFile): string[] {
  return [...departmentProblems(file), ...peopleProblems(file), ...referenceProblems(file)];
}

function departmentProblems({ departments }: OrgFile): string[] {
  const parents = new Map(departments.map((each) => [each.id, each.parentId ?? null]));
  const roots = departments.filter((each) => each.parentId == null);
  const problems = duplicates(departments.map((each) => String(each.id))).map((id) => `部门 id ${id} 重复`);
  if (roots.length !== 1) problems.push(`根部门（没有 parentId）应恰好一个，现有 ${roots.length} 个`);
  for (const { id, name, parentId } of departments) {
    if (parentId != null && !parents.has(parentId)) problems.push(`部门 ${id}（${name}）的上级 ${parentId} 不存在`);
    if (isCircular(id, parents)) problems.push(`部门 ${id}（${name}）的上级成环`);
  }
  return problems;
}

function isCircular<Key>(start: Key, parents: Map<Key, Key | null>): boolean {
  const seen = new Set<Key>([start]);
  for (let id = parents.get(start); id != null; id = parents.get(id)) {
    if (id === start) return true;
    if (seen.has(id)) return false;
    seen.add(id);
  }
  return false;
}

function peopleProblems({ people, departments }: OrgFile): string[] {
  const known = new Set(departments.map((each) => each.id));
  const leaders = new Map(
    people.map((each) => [each.userid.toLowerCase(), each.directLeader?.toLowerCase() ?? null] as const),
  );
  const problems = duplicates(people.map((each) => each.userid.toLowerCase())).map((id) => `userid ${id} 重复`);
  for (const each of people) {
    const who = `人员 ${each.userid}（${each.name}）`;
    const own = new Set(each.departments);
    for (const id of own) if (!known.has(id)) problems.push(`${who} 的部门 ${id} 不存在`);
    for (const id of each.leaderOf) if (!own.has(id)) problems.push(`${who} 的 leaderOf ${id} 不在其 departments 中`);
    if (own.size !== each.departments.length) problems.push(`${who} 的 departments 有重复`);
    if (each.mainDepartment !== undefined && !own.has(each.mainDepartment)) {
      problems.push(`${who} 的 mainDepartment ${each.mainDepartment} 不在其 departments 中`);
    }
    if (each.directLeader && !leaders.has(each.directLeader.toLowerCase())) {
      problems.push(`${who} 的 directLeader ${each.directLeader} 不存在`);
    }
    if (isCircular(each.userid.toLowerCase(), leaders)) problems.push(`${who} 的 directLeader 成环`);
  }
  return problems;
}

function referenceProblems({ people, externalContacts, customerGroups, groups }: OrgFile): string[] {
  const known = new Set(people.map((each) => each.userid.toLowerCase()));
  const unknown = (ids: string[]) => ids.filter((id) => !known.has(id.toLowerCase()));
  const customers = new Set(externalContacts.map((each) => each.externalUserid));
  return [
    ...duplicates(customerGroups.map((each) => each.chatId)).map((id) => `chatId ${id} 重复`),
    ...customerGroups.flatMap((each) => [
      ...unknown([each.owner, ...each.members]).map((id) => `客户群 ${each.name} 的成员 ${id} 不存在`),
      ...each.customers.filter((id) => !customers.has(id)).map((id) => `客户群 ${each.name} 的客户 ${id} 不存在`),
    ]),
    ...duplicates(externalContacts.map((each) => each.externalUserid)).map((id) => `externalUserid ${id} 重复`),
    ...externalContacts.flatMap((each) =>
      unknown(each.followers).map((id) => `外部联系人 ${each.externalUserid} 的 followers ${id} 不存在`),
    ),
    ...groups.flatMap((each) => unknown(each.members).map((id) => `群 ${each.name} 的成员 ${id} 不存在`)),
  ];
}

function duplicates(values: string[]): string[] {
  const seen = new Set<string>();
  const twice = values.filter((value) => seen.size === seen.add(value).size);
  return [...new Set(twice)];
}
