import { ref } from 'vue';

import { type LiveEvent } from '../control/types.ts';

/** `resync`: the stream was interrupted, whatever is shown may be old. */
type Heard = LiveEvent | { type: 'resync' };
type Listener = (event: Heard) => void;

const listeners = new Set<Listener>();
export const isConnected = ref(true);

/** Follows the simulator's events for as long as the page is open; the browser reconnects by itself. */
export function followLive(): void {
  const stream = new EventSource('/simulator/api/stream');
  stream.onmessage = ({ data }) => tell(JSON.parse(String(data)) as LiveEvent);
  stream.onerror = () => (isConnected.value = false);
  stream.onopen = () => {
    if (!isConnected.value) tell({ type: 'resync' });
    isConnected.value = true;
  };
}

/** Returns the function that stops listening. */
export function onLive(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(event: Heard): void {
  for (const listener of listeners) listener(event);
}
