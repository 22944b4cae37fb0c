import { readonly, ref } from 'vue';

const connected = ref(navigator.onLine);
addEventListener('online', () => (connected.value = true));
addEventListener('offline', () => (connected.value = false));

/** Is the network there, as far as the browser and our own calls know? */
export const online = readonly(connected);

/** A call that came through, or failed to, knows better than the browser. */
export const markOnline = (is: boolean): void => {
  connected.value = is;
};
