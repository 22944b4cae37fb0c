import { describe, expect, it } from 'vitest';
import { foundKinds, sayCounts } from '../../../../../h5/features/admin/org/sync-words.ts';

describe('the diff of a sync in words', () => {
  it('names what occurs in a fixed order and leaves out the rest', () => {
    expect(sayCounts({ skipped: 2, person_left: 1, person_added: 3, department_added: 0 })).toBe(
      '新增人员 3 · 离职 1 · 跳过 2',
    );
    expect(foundKinds({ person_left: 1 })).toEqual([{ kind: 'person_left', label: '离职', count: 1 }]);
  });

  it('says when nothing differs', () => expect(sayCounts({})).toBe('没有变化'));
});
