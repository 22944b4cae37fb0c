import { type Department, type Person, type XmlField } from '../state.ts';
import { type World } from '../world.ts';
import { isVisible } from './org-index.ts';

/**
 * `change_contact` to the contacts helper's callback (reference 5.5, docs 90970–90975), `subscribe` / `unsubscribe` to the
 * app's. Sensitive fields never travel. With the setting `ids` only ids do, and a change of names alone says nothing.
 */
export function tellUserCreated(world: World, person: Person): void {
  tellContacts(world, 'create_user', [
    ['UserID', person.userid],
    ...detail(world, [['Name', person.name]]),
    ['Department', person.departments.join(',')],
    ...detail(world, [
      ['MainDepartment', person.mainDepartment],
      ['IsLeaderInDept', leaderFlags(person)],
      ['DirectLeader', person.directLeader ?? ''],
      ['Position', person.position],
      ['Status', person.status],
    ]),
  ]);
}

/** Only what changed. */
export function tellUserUpdated(world: World, before: Person, after: Person): void {
  const changed: XmlField[] = [];
  if (before.name !== after.name) changed.push(['Name', after.name]);
  if (String(before.departments) !== String(after.departments))
    changed.push(['Department', after.departments.join(',')]);
  if (before.mainDepartment !== after.mainDepartment) changed.push(['MainDepartment', after.mainDepartment]);
  if (leaderFlags(before) !== leaderFlags(after)) changed.push(['IsLeaderInDept', leaderFlags(after)]);
  if (before.directLeader !== after.directLeader) changed.push(['DirectLeader', after.directLeader ?? '']);
  if (before.position !== after.position) changed.push(['Position', after.position]);
  if (before.status !== after.status) changed.push(['Status', after.status]);
  if (changed.length === 0 || (idsOnly(world) && changed.every(([name]) => name === 'Name'))) return;
  const departments = changed.filter(([name]) => name === 'Department');
  tellContacts(world, 'update_user', [['UserID', after.userid], ...(idsOnly(world) ? departments : changed)]);
}

export function tellUserRenamed(world: World, oldUserid: string, newUserid: string): void {
  tellContacts(world, 'update_user', [
    ['UserID', oldUserid],
    ['NewUserID', newUserid],
  ]);
}

export function tellUserDeleted(world: World, userid: string): void {
  tellContacts(world, 'delete_user', [['UserID', userid]]);
}

export function tellParty(
  world: World,
  change: 'create_party' | 'update_party',
  department: Department,
  changed: string[],
): void {
  const fields: XmlField[] = [
    ['Name', department.name],
    ['ParentId', department.parentId],
    ['Order', department.order],
  ];
  const shown = fields.filter(([name]) => changed.includes(name) && !(idsOnly(world) && name === 'Name'));
  if (shown.length > 0) tellContacts(world, change, [['Id', department.id], ...shown]);
}

export function tellPartyDeleted(world: World, id: number): void {
  tellContacts(world, 'delete_party', [['Id', id]]);
}

/** Compares who is visible before and after a change and tells the app who came and went. */
export function tellRangeChanges(world: World, change: () => void): void {
  const before = world.state.company.people
    .map((each) => each.userid)
    .filter((userid) => isVisible(world.state, userid));
  change();
  const had = new Set(before);
  for (const userid of before) if (!isVisible(world.state, userid)) tellApp(world, 'unsubscribe', userid);
  for (const { userid } of world.state.company.people) {
    if (isVisible(world.state, userid) && !had.has(userid)) tellApp(world, 'subscribe', userid);
  }
}

function tellApp(world: World, event: 'subscribe' | 'unsubscribe', userid: string): void {
  void world.callbacks.send({
    target: 'app',
    name: event,
    from: userid,
    fields: [
      ['MsgType', 'event'],
      ['Event', event],
    ],
  });
}

function tellContacts(world: World, change: string, fields: XmlField[]): void {
  void world.callbacks.send({
    target: 'contacts',
    name: `change_contact/${change}`,
    from: 'sys',
    fields: [['MsgType', 'event'], ['Event', 'change_contact'], ['ChangeType', change], ...fields],
  });
}

function leaderFlags(person: Person): string {
  return person.departments.map((id) => (person.leaderOf.includes(id) ? 1 : 0)).join(',');
}

function detail(world: World, fields: XmlField[]): XmlField[] {
  return idsOnly(world) ? [] : fields;
}

function idsOnly(world: World): boolean {
  return world.state.settings.contactEvents === 'ids';
}
