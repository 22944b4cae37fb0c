import { describe, expect, it } from 'vitest';

import { readPages } from '../../../../bot/platforms/wecom/api/pages.ts';
import { failureOf } from './tenant.ts';

describe('a paged list', () => {
  it('is read until the cursor is empty', async () => {
    const next: Record<string, string> = { '': 'a', a: 'b', b: '' };
    const read = readPages((cursor) => Promise.resolve({ items: [cursor], next: next[cursor] ?? '' }));
    await expect(read).resolves.toEqual(['', 'a', 'b']);
  });

  it('that leads in circles is given up', async () => {
    const read = readPages((cursor) => Promise.resolve({ items: [1], next: cursor === 'a' ? 'b' : 'a' }));
    expect((await failureOf(read)).platformCode).toBe('malformed');
  });
});
