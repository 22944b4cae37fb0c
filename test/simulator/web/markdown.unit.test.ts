import { describe, expect, it } from 'vitest';

import { parseMarkdown } from '../../../simulator/web/chat/markdown/parse.ts';
import { textParts } from '../../../simulator/web/chat/text-parts.ts';

const text = (value: string) => ({ kind: 'text', text: value });

describe('markdown of app messages and group robots', () => {
  it('knows headings, bold, links, code, quotes, colours and mentions', () => {
    const source = '# 日报\n> 签约 <font color="warning">3</font>\n<@amy> **请看** [详情](http://a.b/c?x=1) `x`';
    expect(parseMarkdown(source, 'basic')).toEqual([
      { kind: 'heading', level: 1, children: [text('日报')] },
      {
        kind: 'quote',
        children: [
          { kind: 'paragraph', lines: [[text('签约 '), { kind: 'colour', name: 'warning', children: [text('3')] }]] },
        ],
      },
      {
        kind: 'paragraph',
        lines: [
          [
            { kind: 'mention', userid: 'amy' },
            text(' '),
            { kind: 'strong', children: [text('请看')] },
            text(' '),
            { kind: 'link', url: 'http://a.b/c?x=1', children: [text('详情')] },
            text(' '),
            { kind: 'code', text: 'x' },
          ],
        ],
      },
    ]);
  });

  it('keeps every line break and shows lists and tables as they were typed', () => {
    const [block] = parseMarkdown('- a\n- b\n| x | y |', 'basic');
    expect(block).toEqual({ kind: 'paragraph', lines: [[text('- a')], [text('- b')], [text('| x | y |')]] });
  });
});

describe('markdown of markdown_v2 and the smart robot', () => {
  it('knows tables with alignment', () => {
    const [table] = parseMarkdown('| 姓名 | 单数 |\n| :-- | --: |\n| 张三 | **3** |', 'rich');
    expect(table).toEqual({
      kind: 'table',
      align: ['left', 'right'],
      rows: [
        [[text('姓名')], [text('单数')]],
        [[text('张三')], [{ kind: 'strong', children: [text('3')] }]],
      ],
    });
  });

  it('knows lists, rules, code, thoughts and pictures, and no colours', () => {
    const blocks = parseMarkdown(
      '<think>想一想</think>\n- 甲\n  1. 乙\n---\n```\na*b*\n```\n![图](http://a/b.png)<font color="info">x</font>',
      'rich',
    );
    expect(blocks.map(({ kind }) => kind)).toEqual(['thinking', 'list', 'rule', 'code', 'paragraph']);
    expect(blocks[1]).toMatchObject({
      items: [
        { depth: 0, mark: '•' },
        { depth: 1, mark: '1.' },
      ],
    });
    expect(blocks[3]).toEqual({ kind: 'code', text: 'a*b*' });
    expect(blocks[4]).toEqual({
      kind: 'paragraph',
      lines: [[{ kind: 'image', alt: '图', url: 'http://a/b.png' }, text('<font color="info">x</font>')]],
    });
  });

  it('ends on anything somebody may type', () => {
    for (const source of ['', '\n\n', '>', '#', '```', '<think>', '|', '- ', '**', '[a](', '***', '> > x\n>']) {
      expect(Array.isArray(parseMarkdown(source, 'rich'))).toBe(true);
    }
  });
});

describe('a text message', () => {
  it('shows anchors, addresses and known mentions, and nothing else as HTML', () => {
    const parts = textParts('@小航 看<a href="http://a/b">这里</a>和 http://c/d <b>x</b> @路人', ['小航']);
    expect(parts).toEqual([
      { kind: 'mention', userid: '小航' },
      text(' 看'),
      { kind: 'link', url: 'http://a/b', children: [text('这里')] },
      text('和 '),
      { kind: 'link', url: 'http://c/d', children: [text('http://c/d')] },
      text(' <b>x</b> @路人'),
    ]);
  });
});
