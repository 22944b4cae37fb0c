import { computed, ref } from 'vue';

import { type ClockMove, type ClockState } from '../../control/types.ts';
import { ask, attempt } from '../api.ts';
import { onLive } from '../live.ts';

const TICK_MS = 1000;
const offsetMs = ref(0);
const realNow = ref(Date.now());

/** The simulated time in milliseconds, ticking. */
export const now = computed(() => realNow.value + offsetMs.value);
export const isMoved = computed(() => Math.abs(offsetMs.value) > 2 * TICK_MS);

export async function moveClock(move: ClockMove): Promise<void> {
  const moved = await attempt(() => ask<ClockState>('POST', 'clock', move));
  if (moved) offsetMs.value = moved.offsetMs;
}

async function readClock(): Promise<void> {
  const { now: simulated } = await ask<ClockState>('GET', 'clock');
  offsetMs.value = Date.parse(simulated) - Date.now();
}

setInterval(() => (realNow.value = Date.now()), TICK_MS);
onLive((event) => {
  if (event.type === 'clock') offsetMs.value = event.clock.offsetMs;
  else if (event.type === 'resync' || event.type === 'reset') void readClock();
});
void readClock();
