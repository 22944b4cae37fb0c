import { type ConversationView, type MessagePage } from '../control/types.ts';
import { demoNames } from '../demo-credentials.ts';
import { type Group, type State, type StoredMessage } from '../state.ts';
import { personRef, presentMessage, preview } from './present-message.ts';

/** What one person finds in the message list, the latest first. */
export function listConversations(state: State, userid: string): ConversationView[] {
  const groups = state.groups.filter((each) => each.members.includes(userid) && isShown(state, each));
  const views: ConversationView[] = [
    view(state, userid, { id: `app:${userid}`, kind: 'app', name: demoNames.app, robotIn: false, members: [] }),
    view(state, userid, { id: `robot:${userid}`, kind: 'robot', name: demoNames.robot, robotIn: true, members: [] }),
    ...groups.map((each) =>
      view(state, userid, {
        id: `group:${each.chatid}`,
        kind: 'group',
        name: each.name,
        robotIn: each.robotIn,
        members: each.members.map((member) => personRef(state, member)),
      }),
    ),
  ];
  return views.sort((a, b) => (b.lastMessage?.time ?? '').localeCompare(a.lastMessage?.time ?? ''));
}

/** The newest `limit` messages before a message, oldest first. */
export function listMessages(
  state: State,
  conversationId: string,
  userid: string,
  before: string | null,
  limit: number,
): MessagePage {
  const all = messagesOf(state, conversationId);
  const end =
    before === null
      ? all.length
      : Math.max(
          0,
          all.findIndex((each) => each.id === before),
        );
  const shown = all.slice(Math.max(0, end - limit), end);
  return { messages: shown.map((each) => presentMessage(state, each, userid)), hasMore: end > limit };
}

export function markRead(state: State, conversationId: string, userid: string): void {
  const last = messagesOf(state, conversationId).at(-1);
  if (last) state.reads[`${userid}|${conversationId}`] = last.seq;
}

export function messagesOf(state: State, conversationId: string): StoredMessage[] {
  const [kind, rest] = [conversationId.split(':', 1)[0], conversationId.slice(conversationId.indexOf(':') + 1)];
  return state.messages.filter(({ place, audience }) => {
    if (place.kind !== kind) return false;
    if (place.kind === 'app') return audience.includes(rest);
    return place.kind === 'robot' ? place.userid === rest : place.chatid === rest;
  });
}

/** A group made by the app appears with its first message. */
function isShown(state: State, group: Group): boolean {
  return (
    !group.isAppGroup || state.messages.some(({ place }) => place.kind === 'group' && place.chatid === group.chatid)
  );
}

function view(state: State, userid: string, facts: Omit<ConversationView, 'unread' | 'lastMessage'>): ConversationView {
  const messages = messagesOf(state, facts.id);
  const last = messages.at(-1);
  const readUpTo = state.reads[`${userid}|${facts.id}`] ?? 0;
  const unread = messages.filter(
    ({ seq, sender, recalledAt }) =>
      seq > readUpTo && recalledAt === null && !(sender.kind === 'person' && sender.userid === userid),
  );
  return { ...facts, unread: unread.length, lastMessage: last ? preview(state, last, userid) : null };
}
