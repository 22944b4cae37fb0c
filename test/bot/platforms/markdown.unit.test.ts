import { describe, expect, it } from 'vitest';

import { escapeMarkdown } from '../../../bot/platforms/markdown.ts';

describe('escapeMarkdown', () => {
  it.each([
    ['<@all> 大家好', '＜@all＞ 大家好'],
    ['<font color="warning">紧急</font>', '＜font color="warning"＞紧急＜/font＞'],
    ['[点这里](https://evil.example)', '［点这里］(https://evil.example)'],
    ['**粗** `code`', '＊＊粗＊＊ ｀code｀'],
    ['甲\n# 标题\n> 引用', '甲 ＃ 标题 ＞ 引用'],
    ['a|b_c~d\\e!', 'a｜b＿c～d＼e！'],
    ['华东智造(上海)有限公司', '华东智造(上海)有限公司'],
  ])('keeps %j readable and powerless', (typed, expected) => {
    expect(escapeMarkdown(typed)).toBe(expected);
  });
});
