import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { cutBytes, cutParagraph, cutText, withoutTags } from '../../../../bot/platforms/wecom/texts.ts';

describe('cutText', () => {
  it.each([
    ['短标题', 5, '短标题'],
    ['正好五个字', 5, '正好五个字'],
    ['比五个字要长', 5, '比五个字…'],
    ['👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 3, '👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦'],
    ['👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 2, '👨‍👩‍👧‍👦…'],
    ['第一行\n 第二行', 20, '第一行 第二行'],
    ['  两边空格  ', 20, '两边空格'],
  ])('makes of %j at most %i characters as people count them: %j', (text, length, expected) => {
    expect(cutText(text, length)).toBe(expected);
  });

  it('keeps the lines of a paragraph', () => {
    expect(cutParagraph('第一行\n第二行', 20)).toBe('第一行\n第二行');
  });
});

describe('cutBytes', () => {
  it('leaves a text alone that fits exactly', () => {
    expect(cutBytes('中'.repeat(10), 30)).toBe('中'.repeat(10));
  });

  it('cuts at the end of a line', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `第${index}行内容`).join('\n');
    const cut = cutBytes(lines, 100);
    expect(cut.endsWith('\n…')).toBe(true);
    expect(lines.startsWith(cut.slice(0, -1))).toBe(true);
  });

  it('cuts inside a line when that line is nearly everything', () => {
    expect(cutBytes(`头\n${'中'.repeat(100)}`, 64)).toBe(`头\n${'中'.repeat(18)}…`);
  });

  it('never exceeds the limit and never breaks a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
        fc.integer({ min: 8, max: 200 }),
        (text, limit) => {
          const cut = cutBytes(text, limit);
          expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(limit);
          expect(cut).not.toMatch(/\p{Surrogate}/u);
          expect(text.startsWith(cut.replace(/\n?…$/, ''))).toBe(true);
        },
      ),
    );
  });
});

describe('withoutTags', () => {
  it.each([
    ['<@all> 开会', '＜@all> 开会'],
    ['<a href="https://evil.example">点我</a>', '＜a href="https://evil.example">点我＜/a>'],
    ['金额 <5 万 且 > 1 万', '金额 <5 万 且 > 1 万'],
  ])('leaves %j as text', (typed, expected) => {
    expect(withoutTags(typed)).toBe(expected);
  });
});
