/** What both dialects of markdown come down to. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong' | 'em'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; url: string; children: Inline[] }
  | { kind: 'image'; url: string; alt: string }
  | { kind: 'colour'; name: 'info' | 'comment' | 'warning'; children: Inline[] }
  | { kind: 'mention'; userid: string };

export type Align = 'left' | 'center' | 'right';

export type Block =
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'paragraph'; lines: Inline[][] }
  | { kind: 'quote' | 'thinking'; children: Block[] }
  | { kind: 'list'; items: { depth: number; mark: string; children: Inline[] }[] }
  | { kind: 'code'; text: string }
  | { kind: 'table'; align: Align[]; rows: Inline[][][] }
  | { kind: 'rule' };

/**
 * `basic`: app messages and group robots (headings, bold, links, inline code, quotes, three colours, mentions).
 * `rich`: markdown_v2 and the smart robot (also lists, tables, pictures, code, rules; no colours). Reference 7.2, 8, 9.5.
 */
export type Dialect = 'basic' | 'rich';
