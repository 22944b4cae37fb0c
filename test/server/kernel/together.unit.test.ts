import { describe, expect, it } from 'vitest';
import { createTogether } from '../../../server/kernel/together.ts';

describe('rows written together', () => {
  it('go out at once while there are few, and wait for each other while others are being written', async () => {
    const written: number[][] = [];
    const ends: (() => void)[] = [];
    const add = createTogether((rows: number[]) => {
      written.push(rows);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
    const all = Promise.all(Array.from({ length: 150 }, (_, n) => add(n)));
    expect(written).toEqual([[0], [1]]);
    while (written.flat().length < 150) {
      ends.splice(0).forEach((end) => end());
      await new Promise((resolve) => setImmediate(resolve));
    }
    ends.splice(0).forEach((end) => end());
    await all;
    expect(written.flat()).toEqual(Array.from({ length: 150 }, (_, n) => n));
    expect(written.map((rows) => rows.length)).toEqual([1, 1, 100, 48]);
  });

  it('tell each caller of the write that failed, and nobody else', async () => {
    const add = createTogether((rows: number[]) =>
      rows.includes(1) ? Promise.reject(new Error('no')) : Promise.resolve(),
    );
    const ends = await Promise.allSettled([add(0), add(1), add(2), add(3)]);
    expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });
});
