import { type Dialect, type Inline } from './tree.ts';

interface Rule {
  pattern: RegExp;
  dialects: Dialect[];
  make(match: RegExpExecArray, dialect: Dialect): Inline;
}

const both: Dialect[] = ['basic', 'rich'];
const group = (match: RegExpExecArray, index: number) => match[index] ?? '';

const rules: Rule[] = [
  { pattern: /`([^`\n]+)`/, dialects: both, make: (match) => ({ kind: 'code', text: group(match, 1) }) },
  {
    pattern: /!\[([^\]]*)\]\(([^()\s]+)\)/,
    dialects: ['rich'],
    make: (match) => ({ kind: 'image', alt: group(match, 1), url: group(match, 2) }),
  },
  {
    pattern: /\[([^\]]+)\]\(([^()\s]+)\)/,
    dialects: both,
    make: (match, dialect) => ({ kind: 'link', url: group(match, 2), children: parseInline(group(match, 1), dialect) }),
  },
  {
    pattern: /\*\*(.+?)\*\*/,
    dialects: both,
    make: (match, dialect) => ({ kind: 'strong', children: parseInline(group(match, 1), dialect) }),
  },
  {
    pattern: /\*([^*\s][^*]*)\*/,
    dialects: ['rich'],
    make: (match, dialect) => ({ kind: 'em', children: parseInline(group(match, 1), dialect) }),
  },
  {
    pattern: /<font color="?(info|comment|warning)"?>([\s\S]*?)<\/font>/,
    dialects: ['basic'],
    make: (match, dialect) => ({
      kind: 'colour',
      name: group(match, 1) as 'info' | 'comment' | 'warning',
      children: parseInline(group(match, 2), dialect),
    }),
  },
  { pattern: /<@([\w.@-]+)>/, dialects: both, make: (match) => ({ kind: 'mention', userid: group(match, 1) }) },
];

/** One line, or the inside of something on it. The earliest match wins; what matches nothing stays text. */
export function parseInline(text: string, dialect: Dialect): Inline[] {
  const parts: Inline[] = [];
  let rest = text;
  while (rest) {
    const next = earliest(rest, dialect);
    if (!next) break;
    const { match, rule } = next;
    if (match.index > 0) parts.push({ kind: 'text', text: rest.slice(0, match.index) });
    parts.push(rule.make(match, dialect));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest) parts.push({ kind: 'text', text: rest });
  return parts;
}

function earliest(text: string, dialect: Dialect): { match: RegExpExecArray; rule: Rule } | null {
  let found: { match: RegExpExecArray; rule: Rule } | null = null;
  for (const rule of rules) {
    const match = rule.dialects.includes(dialect) ? rule.pattern.exec(text) : null;
    if (match && (!found || match.index < found.match.index)) found = { match, rule };
  }
  return found;
}
