import { mount, RouterLinkStub } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { now } from '../../../h5/clock.ts';
import RecycledRow from '../../../h5/ui/RecycledRow.vue';

const textOf = (daysAgo: number): string => {
  const deletedAt = new Date(now().getTime() - daysAgo * 86_400_000).toISOString();
  const props = { to: '/customers/1', name: '远航科技', deletedAt, busy: false };
  return mount(RecycledRow, { props, global: { stubs: { RouterLink: RouterLinkStub } } }).text();
};

describe('a row of the recycle bin', () => {
  it.each([
    [0, '还保留 30 天'],
    [29, '还保留 1 天'],
    [30, '今天到期'],
  ])('deleted %i days ago says %s', (daysAgo, words) => {
    expect(textOf(daysAgo)).toContain(words);
  });
});
