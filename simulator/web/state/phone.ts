import { ref, watch } from 'vue';

import { viewer } from './viewer.ts';

export type PhoneTab = 'messages' | 'workbench' | 'contacts';

/** What the phone shows below a web page. */
export const phoneTab = ref<PhoneTab>('workbench');
/** The conversation open inside the phone. */
export const phoneChat = ref<string | null>(null);

watch(viewer, () => {
  phoneChat.value = null;
  phoneTab.value = 'workbench';
});
