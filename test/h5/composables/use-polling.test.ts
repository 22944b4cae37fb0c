import { nextTick, ref } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { usePolling } from '../../../h5/composables/use-polling.ts';
import { inComponent } from '../support/in-component.ts';

describe('polling', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const start = (running: boolean) => {
    const wanted = ref(running);
    let reads = 0;
    const read = async () => void (reads += 1);
    const { unmount } = inComponent(() => usePolling(() => wanted.value, read, 1_000));
    return { wanted, unmount, reads: () => reads };
  };

  it('reads again and again while there is something to wait for, and no longer', async () => {
    const { wanted, reads } = start(true);
    await vi.advanceTimersByTimeAsync(3_100);
    expect(reads()).toBe(3);
    wanted.value = false;
    await nextTick();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(reads()).toBe(3);
  });

  it('starts when the job starts', async () => {
    const { wanted, reads } = start(false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(reads()).toBe(0);
    wanted.value = true;
    await nextTick();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(reads()).toBe(1);
  });

  it('stops with its page', async () => {
    const { unmount, reads } = start(true);
    unmount();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(reads()).toBe(0);
  });

  it('goes on after a reading that failed', async () => {
    let tries = 0;
    const failing = async () => {
      tries += 1;
      throw new Error('offline');
    };
    inComponent(() => usePolling(() => true, failing, 1_000));
    await vi.advanceTimersByTimeAsync(2_100);
    expect(tries).toBe(2);
  });
});
