import { computed, ref, shallowRef, watch } from 'vue';

import { type ConversationView, type DeliveryOutcome } from '../../control/types.ts';
import { ask, attempt } from '../api.ts';
import { coalesce } from '../coalesce.ts';
import { onLive } from '../live.ts';
import { isWide } from './columns.ts';
import { isSignedIn, viewer } from './viewer.ts';

/** The viewer's conversations, the latest first. */
export const conversations = shallowRef<ConversationView[]>([]);
/** What is open on the right. */
export const openId = ref<string | null>(null);
export const openConversation = computed(() => conversations.value.find((each) => each.id === openId.value) ?? null);
export const unreadCount = computed(() => conversations.value.reduce((sum, each) => sum + each.unread, 0));

/** Others who got a message since they were last looked at. */
export const waitingPeople = ref(new Set<string>());

export async function openChat(id: string): Promise<void> {
  openId.value = id;
  await announce(id);
}

/** The app and the robot are told when somebody opens their conversation (events enter_agent and enter_chat). */
export async function announce(id: string): Promise<void> {
  const [kind] = id.split(':');
  if (kind === 'app') await attempt(() => ask<DeliveryOutcome>('POST', `people/${viewer.value}/enter-agent`));
  if (kind === 'robot') await attempt(() => ask<DeliveryOutcome>('POST', `people/${viewer.value}/enter-robot`));
}

export async function markRead(id: string): Promise<void> {
  conversations.value = conversations.value.map((each) => (each.id === id ? { ...each, unread: 0 } : each));
  await attempt(() => ask('POST', `conversations/${encodeURIComponent(id)}/read`, { userid: viewer.value }));
}

async function refresh(): Promise<void> {
  const userid = viewer.value;
  if (!userid || !isSignedIn.value) {
    conversations.value = [];
    return;
  }
  const found = await ask<ConversationView[]>('GET', `people/${encodeURIComponent(userid)}/conversations`);
  if (userid === viewer.value) conversations.value = found;
}

const refreshSoon = coalesce(() => void attempt(refresh), 120);
onLive((event) => {
  if (event.type === 'message' || event.type === 'card') {
    refreshSoon();
    if (event.type === 'message') event.conversationIds.forEach(noteWaiting);
  } else if (['groups', 'reset', 'resync'].includes(event.type)) refreshSoon();
});

function noteWaiting(conversationId: string): void {
  const userid = conversationId.slice(conversationId.indexOf(':') + 1);
  if (conversationId.startsWith('app:') && userid !== viewer.value) waitingPeople.value.add(userid);
}

watch(
  [viewer, isSignedIn],
  ([userid]) => {
    waitingPeople.value.delete(userid);
    const kind = openId.value?.split(':')[0];
    openId.value = kind === 'app' || kind === 'robot' ? `${kind}:${userid}` : null;
    conversations.value = [];
    void attempt(refresh).then(() => {
      if (!openConversation.value) openId.value = isWide() ? (conversations.value[0]?.id ?? null) : null;
    });
  },
  { immediate: true },
);
