import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { companyKey } from '../../../server/modules/customers/company-name.ts';

const corpus = new URL('../../../../shared/data/company-names.txt', import.meta.url);

describe('two names are the same company', () => {
  it.each([
    ['上海远航科技有限公司', '上海远航科技股份有限公司'],
    ['上海远航科技有限公司', ' 上海 远航科技 有限责任公司 '],
    ['上海远航科技', '上海远航科技集团有限公司'],
    ['施耐德电气(中国)有限公司', '施耐德电气 [中国] 有限公司'],
    ['施耐德电气（中国）有限公司', '施耐德电气'],
    ['远航（上海）贸易有限公司', '远航上海贸易有限公司'],
    ['ＡＢＢ机器人', 'abb机器人'],
    ['Acme Co., Ltd.', 'ACME Inc'],
    ['A.B.C. Limited', 'ABC'],
  ])('%s and %s', (one, other) => expect(companyKey(one)).toBe(companyKey(other)));
});

describe('two names are different companies', () => {
  it.each([
    ['上海远航科技有限公司', '北京远航科技有限公司'],
    ['上海远航科技有限公司', '上海远航贸易有限公司'],
    ['远航有限公司', '远航有限公司分公司'],
    ['中国石化', '石化'],
    ['C++ 工作室', 'C 工作室'],
    ['有限公司', '集团'],
    ['***', '——'],
    ['Incas', 'Inc'],
  ])('%s and %s', (one, other) => expect(companyKey(one)).not.toBe(companyKey(other)));
});

it('is never empty and never longer than its column', () => {
  for (const name of ['公司', '集团', '(中国)', '***', 'Ltd', '㌔'.repeat(80)]) {
    expect(companyKey(name)).not.toBe('');
    expect(companyKey(name).length).toBeLessThanOrEqual(160);
  }
});

describe.skipIf(!existsSync(corpus))('twenty thousand real names', () => {
  it('fall together only when one is the group of the other', () => {
    const names = new Set(
      readFileSync(corpus, 'utf8')
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    );
    const groups = new Map<string, string[]>();
    for (const name of names) groups.set(companyKey(name), [...(groups.get(companyKey(name)) ?? []), name]);
    const merged = [...groups.values()].filter((group) => group.length > 1);
    expect(merged.filter((group) => new Set(group.map((name) => name.replace(/集团$/, ''))).size > 1)).toEqual([]);
    expect(merged.length).toBeLessThan(50);
  });
});
