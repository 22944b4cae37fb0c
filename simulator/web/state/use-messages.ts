import { onUnmounted, type Ref, ref, shallowRef, watch } from 'vue';

import { type MessagePage, type MessageView } from '../../control/types.ts';
import { ask, attempt } from '../api.ts';
import { coalesce } from '../coalesce.ts';
import { onLive } from '../live.ts';

const PAGE = 30;
const MOST = 200;

/** The messages of one conversation as one person sees them, oldest first, live. */
export function useMessages(conversationId: Ref<string>, userid: Ref<string>) {
  const messages = shallowRef<MessageView[]>([]);
  const hasMore = ref(false);
  const isLoading = ref(false);

  const fetchPage = (query: Record<string, string>) => {
    const search = new URLSearchParams({ for: userid.value, ...query }).toString();
    return ask<MessagePage>('GET', `conversations/${encodeURIComponent(conversationId.value)}/messages?${search}`);
  };

  async function refresh(): Promise<void> {
    const asked = `${conversationId.value}|${userid.value}`;
    const limit = Math.min(Math.max(PAGE, messages.value.length), MOST);
    const page = await fetchPage({ limit: String(limit) });
    if (asked !== `${conversationId.value}|${userid.value}`) return;
    const first = page.messages[0]?.id;
    const at = messages.value.findIndex((each) => each.id === first);
    messages.value = [...messages.value.slice(0, Math.max(at, 0)), ...page.messages];
    if (at <= 0) hasMore.value = page.hasMore;
  }

  async function loadOlder(): Promise<void> {
    const before = messages.value[0]?.id;
    if (!before || isLoading.value) return;
    isLoading.value = true;
    const page = await attempt(() => fetchPage({ before, limit: String(PAGE) }));
    isLoading.value = false;
    if (!page || messages.value[0]?.id !== before) return;
    messages.value = [...page.messages, ...messages.value];
    hasMore.value = page.hasMore;
  }

  const replace = (message: MessageView) => {
    messages.value = messages.value.map((each) => (each.id === message.id ? message : each));
  };

  const refreshSoon = coalesce(() => void attempt(refresh), 80);
  const stop = onLive((event) => {
    const isOurs = event.type === 'message' || event.type === 'card';
    if (isOurs ? event.conversationIds.includes(conversationId.value) : ['reset', 'resync'].includes(event.type)) {
      refreshSoon();
    }
  });
  onUnmounted(stop);

  watch(
    [conversationId, userid],
    async () => {
      messages.value = [];
      hasMore.value = false;
      isLoading.value = true;
      await attempt(refresh);
      isLoading.value = false;
    },
    { immediate: true },
  );
  return { messages, hasMore, isLoading, loadOlder, replace };
}
