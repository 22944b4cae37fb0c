import { describe, expect, it } from 'vitest';
import { rules } from './rules.ts';
import { readSources } from './source-tree.ts';

const sources = readSources();

describe.each(rules)('$name', (rule) => {
  it('holds for every file', () => {
    expect(sources.flatMap((file) => rule.check(file))).toEqual([]);
  });

  it('reports each planted violation', () => {
    for (const planted of rule.planted) expect(rule.check(planted), planted.path).not.toEqual([]);
  });
});

describe('the tree', () => {
  it('was really read', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.some((file) => file.path === 'server/compose.ts')).toBe(true);
  });
});
