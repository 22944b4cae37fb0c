import { nameOf, orgIndex } from '../org/org-index.ts';
import { type Department, type Group, type Person, type State, type Transfer } from '../state.ts';
import { personRef } from '../chat/present-message.ts';
import {
  type CompanyView,
  type DepartmentView,
  type ExternalContactView,
  type GroupView,
  type PersonView,
  type TransferView,
} from './types.ts';

export function presentCompany(state: State): CompanyView {
  return {
    name: state.company.name,
    departments: state.company.departments.map((each) => presentDepartment(state, each)),
    people: state.company.people.map((each) => presentPerson(state, each)),
    leavers: state.leavers.map(({ userid, name }) => ({ userid, name })),
    visibleRange: state.visibleRange,
  };
}

export function presentDepartment(state: State, { id, parentId, name, order }: Department): DepartmentView {
  const members = orgIndex(state).members.get(id) ?? [];
  const leaders = members.filter((each) => each.leaderOf.includes(id)).map((each) => each.userid);
  return { id, parentId: parentId === 0 ? null : parentId, name, order, leaders };
}

export function presentPerson(state: State, person: Person): PersonView {
  return { ...person, isVisible: orgIndex(state).visiblePeople.has(person.userid.toLowerCase()) };
}

export function presentGroup(state: State, url: string, group: Group): GroupView {
  const { chatid, name, owner, members, webhookKey, robotIn, isAppGroup } = group;
  const webhookUrl = webhookKey === null ? null : `${url}/cgi-bin/webhook/send?key=${webhookKey}`;
  return {
    chatid,
    name,
    owner,
    members: members.map((each) => personRef(state, each)),
    webhookUrl,
    robotIn,
    isAppGroup,
  };
}

export function presentExternals(state: State): ExternalContactView[] {
  const byContact = new Map<string, ExternalContactView>(
    state.externals.map((each) => [each.externalUserid, { ...each, followers: [] }]),
  );
  for (const { userid, externalUserid, remark, leftAt } of state.follows) {
    const follower = { userid, name: nameOf(state, userid), remark, hasLeft: leftAt !== null };
    byContact.get(externalUserid)?.followers.push(follower);
  }
  return [...byContact.values()];
}

export function presentTransfer(state: State, transfer: Transfer): TransferView {
  const { handover, takeover, startedAt, dueAt, ...facts } = transfer;
  return {
    ...facts,
    externalName: state.externals.find((each) => each.externalUserid === transfer.externalUserid)?.name ?? '',
    handover: personRef(state, handover),
    takeover: personRef(state, takeover),
    startedAt: new Date(startedAt).toISOString(),
    dueAt: new Date(dueAt).toISOString(),
  };
}
