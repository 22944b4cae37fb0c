import { parseInline } from './inline.ts';
import { type Align, type Block, type Dialect } from './tree.ts';

const RULER = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

export function isTable([head = '', ruler = '']: string[]): boolean {
  return head.includes('|') && ruler.includes('|') && RULER.test(ruler);
}

/** Head, ruler, rows; the first row is the head. */
export function parseTable([head = '', ruler = '', ...rows]: string[], dialect: Dialect): Block {
  const columns = cells(head).length;
  const parsed = [head, ...rows].map((line) =>
    Array.from({ length: columns }, (_, index) => parseInline(cells(line)[index] ?? '', dialect)),
  );
  return { kind: 'table', align: cells(ruler).map(alignOf), rows: parsed };
}

function cells(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

function alignOf(mark: string): Align {
  if (mark.startsWith(':') && mark.endsWith(':') && mark.length > 1) return 'center';
  return mark.endsWith(':') ? 'right' : 'left';
}
