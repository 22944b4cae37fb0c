import { type Group, type State, type StoredMessage } from '../state.ts';

export type ConversationRef =
  { kind: 'app'; userid: string } | { kind: 'robot'; userid: string } | { kind: 'group'; group: Group };

/** `app:<userid>`, `robot:<userid>`, `group:<chatid>`. */
export function parseConversationId(state: State, id: string): ConversationRef | null {
  const [kind, rest] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)];
  if (kind === 'group') {
    const group = state.groups.find((each) => each.chatid === rest);
    return group ? { kind, group } : null;
  }
  if (kind !== 'app' && kind !== 'robot') return null;
  const person = state.company.people.find((each) => each.userid === rest);
  return person ? { kind, userid: person.userid } : null;
}

/** Every conversation in which the message stands: one for a group, one per receiver for an app message. */
export function conversationIdsOf(message: StoredMessage): string[] {
  if (message.place.kind === 'app') return message.audience.map((userid) => `app:${userid}`);
  if (message.place.kind === 'robot') return [`robot:${message.place.userid}`];
  return [`group:${message.place.chatid}`];
}

/** The same conversation as one person sees it. */
export function conversationIdFor(message: StoredMessage, userid: string): string {
  if (message.place.kind === 'app') return `app:${userid}`;
  return message.place.kind === 'robot' ? `robot:${message.place.userid}` : `group:${message.place.chatid}`;
}

/** Who sees the message: receivers, the one partner of the robot, members of the group. */
export function readersOf(state: State, message: StoredMessage): string[] {
  const { place } = message;
  if (place.kind === 'app') return message.audience;
  if (place.kind === 'robot') return [place.userid];
  return state.groups.find((each) => each.chatid === place.chatid)?.members ?? [];
}
