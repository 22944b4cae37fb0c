import { randomBytes } from 'node:crypto';

import { type CustomerGroup, type Group, type State } from '../state.ts';
import { type OrgFile } from './org-file.ts';

/** Replaces the company, its customers and its groups; nobody is told, as with a tenant that was always like this. */
export function loadOrg(state: State, file: OrgFile, now: number): void {
  const exact = new Map(file.people.map((each) => [each.userid.toLowerCase(), each.userid]));
  const canonical = (userid: string) => exact.get(userid.toLowerCase()) ?? userid;
  state.company = {
    name: file.company.name,
    departments: file.departments.map((each) => ({
      id: each.id,
      parentId: each.parentId ?? 0,
      name: each.name,
      order: each.order ?? 100_000_000 - each.id,
    })),
    people: file.people.map((each) => ({
      ...each,
      mainDepartment: each.mainDepartment ?? each.departments[0] ?? 1,
      directLeader: each.directLeader ? canonical(each.directLeader) : null,
      status: 1,
    })),
  };
  const root = state.company.departments.find((each) => each.parentId === 0);
  state.visibleRange = { departmentIds: root ? [root.id] : [], userids: [] };
  state.leavers = [];
  state.transfers = [];
  loadCustomers(state, file, canonical, now);
  state.customerGroups = file.customerGroups.map((each) => toCustomerGroup(each, canonical, now));
  state.groups = file.groups.map((each) => toGroup(each, canonical));
  state.orgVersion++;
}

function loadCustomers(state: State, file: OrgFile, canonical: (userid: string) => string, now: number): void {
  state.externals = file.externalContacts.map(({ externalUserid, name, corpName }) => ({
    externalUserid,
    name,
    corpName,
  }));
  state.follows = file.externalContacts.flatMap(({ externalUserid, followers }) =>
    followers.map((userid) => ({
      userid: canonical(userid),
      externalUserid,
      remark: '',
      description: '',
      remarkCorpName: '',
      remarkMobiles: [],
      createdAt: now,
      addWay: 1,
      operUserid: canonical(userid),
      leftAt: null,
    })),
  );
}

function toCustomerGroup(
  { chatId, name, owner, members, customers }: OrgFile['customerGroups'][number],
  canonical: (userid: string) => string,
  now: number,
): CustomerGroup {
  const inside = new Set([canonical(owner), ...members.map(canonical), ...customers]);
  return {
    chatId,
    name,
    owner: canonical(owner),
    createdAt: now,
    members: [...inside].map((id) => ({ id, joinedAt: now })),
    status: 'normal',
    handovers: [],
  };
}

function toGroup(each: OrgFile['groups'][number], canonical: (userid: string) => string): Group {
  const members = each.members.map(canonical);
  return {
    chatid: newChatid(),
    name: each.name,
    owner: members[0] ?? '',
    members,
    webhookKey: each.webhook ? newWebhookKey() : null,
    robotIn: each.robotIn,
    isAppGroup: false,
  };
}

export function newChatid(): string {
  return `wrk${randomBytes(14).toString('hex')}`;
}

export function newWebhookKey(): string {
  const hex = randomBytes(16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
