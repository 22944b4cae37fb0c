import { parseInline } from './inline.ts';
import { isTable, parseTable } from './table.ts';
import { type Block, type Dialect } from './tree.ts';

type Taken = { block: Block; used: number } | null;
type Reader = (lines: string[], dialect: Dialect) => Taken;

/** The blocks of a message. Every line break is one, as in WeCom. */
export function parseMarkdown(text: string, dialect: Dialect): Block[] {
  const blocks: Block[] = [];
  let lines = text.replaceAll('\r', '').split('\n');
  while (lines.length > 0) {
    const taken = firstOf(lines, dialect);
    blocks.push(taken.block);
    lines = lines.slice(taken.used);
    while (lines[0]?.trim() === '') lines.shift();
  }
  return blocks;
}

const readers: { read: Reader; dialects: Dialect[] }[] = [
  { read: readThinking, dialects: ['rich'] },
  { read: readCode, dialects: ['rich'] },
  { read: readHeading, dialects: ['basic', 'rich'] },
  { read: readQuote, dialects: ['basic', 'rich'] },
  { read: readRule, dialects: ['rich'] },
  { read: readTable, dialects: ['rich'] },
  { read: readList, dialects: ['rich'] },
];

const LIST_ITEM = /^(\s*)([-*+]|\d{1,3}\.)\s+(.*)$/;

function firstOf(lines: string[], dialect: Dialect) {
  return special(lines, dialect) ?? readParagraph(lines, dialect);
}

function special(lines: string[], dialect: Dialect): Taken {
  for (const { read, dialects } of readers) {
    const taken = dialects.includes(dialect) ? read(lines, dialect) : null;
    if (taken) return taken;
  }
  return null;
}

function readParagraph(lines: string[], dialect: Dialect) {
  let used = 1;
  while (used < lines.length && lines[used]?.trim() && !special(lines.slice(used), dialect)) used++;
  const inlines = lines.slice(0, used).map((line) => parseInline(line, dialect));
  return { block: { kind: 'paragraph', lines: inlines } as const, used };
}

function readHeading([line = '']: string[], dialect: Dialect): Taken {
  const match = /^(#{1,6})\s+(.+)$/.exec(line);
  if (!match) return null;
  const children = parseInline(match[2] ?? '', dialect);
  return { block: { kind: 'heading', level: match[1]?.length ?? 1, children }, used: 1 };
}

function readQuote(lines: string[], dialect: Dialect): Taken {
  const used = countWhile(lines, (line) => /^\s*>/.test(line));
  if (used === 0) return null;
  const inside = lines.slice(0, used).map((line) => line.replace(/^\s*>\s?/, ''));
  return { block: { kind: 'quote', children: parseMarkdown(inside.join('\n'), dialect) }, used };
}

function readRule([line = '']: string[]): Taken {
  return /^\s*(-{3,}|\*{3,})\s*$/.test(line) ? { block: { kind: 'rule' }, used: 1 } : null;
}

function readCode(lines: string[]): Taken {
  if (!lines[0]?.startsWith('```')) return null;
  const end = lines.findIndex((line, index) => index > 0 && line.startsWith('```'));
  const last = end < 0 ? lines.length : end;
  return { block: { kind: 'code', text: lines.slice(1, last).join('\n') }, used: Math.min(last + 1, lines.length) };
}

function readThinking(lines: string[], dialect: Dialect): Taken {
  if (!lines[0]?.startsWith('<think>')) return null;
  const end = lines.findIndex((line) => line.includes('</think>'));
  const used = end < 0 ? lines.length : end + 1;
  const inside = lines
    .slice(0, used)
    .join('\n')
    .replace(/<\/?think>/g, '')
    .trim();
  return { block: { kind: 'thinking', children: parseMarkdown(inside, dialect) }, used };
}

function readList(lines: string[], dialect: Dialect): Taken {
  const used = countWhile(lines, (line) => LIST_ITEM.test(line));
  if (used === 0) return null;
  const items = lines.slice(0, used).map((line) => {
    const [, indent = '', mark = '', text = ''] = LIST_ITEM.exec(line) ?? [];
    const depth = Math.min(3, Math.floor(indent.length / 2));
    return { depth, mark: /\d/.test(mark) ? mark : '•', children: parseInline(text, dialect) };
  });
  return { block: { kind: 'list', items }, used };
}

function readTable(lines: string[], dialect: Dialect): Taken {
  if (!isTable(lines)) return null;
  const used = countWhile(lines, (line) => line.includes('|'));
  return { block: parseTable(lines.slice(0, used), dialect), used };
}

function countWhile(lines: string[], holds: (line: string) => boolean): number {
  const end = lines.findIndex((line) => !holds(line));
  return end < 0 ? lines.length : end;
}
