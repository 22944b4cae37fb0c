import { describe, expect, it } from 'vitest';
import { asTree } from '../../../h5/pickers/department-tree.ts';

const department = (id: string, parentId: string | null) => ({
  id,
  parentId,
  name: id,
  leaders: [],
  people: 0,
  peopleBelow: 0,
});

describe('the department tree', () => {
  it('puts children right after their parent, each one step deeper', () => {
    const flat = [department('root', null), department('a', 'root'), department('b', 'root'), department('a1', 'a')];
    expect(asTree(flat).map(({ id, depth }) => [id, depth])).toEqual([
      ['root', 0],
      ['a', 1],
      ['a1', 2],
      ['b', 1],
    ]);
  });

  it('shows a department whose parent is missing as a root instead of losing it', () => {
    expect(asTree([department('lost', 'gone')]).map(({ id, depth }) => [id, depth])).toEqual([['lost', 0]]);
  });
});
