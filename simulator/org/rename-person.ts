import { type State } from '../state.ts';

/** A changed userid means the same person in every place that names them. */
export function renameEverywhere(state: State, from: string, to: string): void {
  const renamed = (userid: string) => (userid === from ? to : userid);
  for (const person of state.company.people) {
    person.userid = renamed(person.userid);
    if (person.directLeader !== null) person.directLeader = renamed(person.directLeader);
  }
  state.visibleRange.userids = state.visibleRange.userids.map(renamed);
  for (const follow of state.follows) follow.userid = renamed(follow.userid);
  for (const transfer of state.transfers) {
    transfer.handover = renamed(transfer.handover);
    transfer.takeover = renamed(transfer.takeover);
  }
  for (const group of state.customerGroups) {
    group.owner = renamed(group.owner);
    for (const member of group.members) member.id = renamed(member.id);
    for (const handover of group.handovers) handover.from = renamed(handover.from);
  }
  for (const group of state.groups) {
    group.members = group.members.map(renamed);
    group.owner = renamed(group.owner);
  }
  renameInMessages(state, from, to);
}

function renameInMessages(state: State, from: string, to: string): void {
  const renamed = (userid: string) => (userid === from ? to : userid);
  for (const message of state.messages) {
    message.audience = message.audience.map(renamed);
    if (message.place.kind === 'robot') message.place.userid = renamed(message.place.userid);
    if (message.sender.kind === 'person') message.sender.userid = renamed(message.sender.userid);
    const face = message.card?.faces[from];
    if (message.card && face) {
      message.card.faces[to] = face;
      delete message.card.faces[from];
    }
  }
  state.robotSpokenIn = state.robotSpokenIn.map((place) => (place === `robot:${from}` ? `robot:${to}` : place));
  const renamedKey = (key: string) =>
    key.replace(`${from}|`, `${to}|`).replace(/(app|robot):(.*)$/, (_, kind, who) => `${kind}:${renamed(who)}`);
  state.reads = Object.fromEntries(
    Object.entries(state.reads).map(([key, seq]) => [key.startsWith(`${from}|`) ? renamedKey(key) : key, seq]),
  );
}
