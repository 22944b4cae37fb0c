import { type Inline } from './markdown/tree.ts';

const PART = /<a href="([^"]+)">([\s\S]*?)<\/a>|<@([\w.@-]+)>|(https?:\/\/[^\s<>"，。）]+)|(@\S+?)(?=\s|$)/g;

/** A text message: anchors, bare addresses, mentions (`names` are the ones that count), everything else as it stands. */
export function textParts(text: string, names: string[]): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(PART)) {
    const part = partOf(match, names);
    if (!part) continue;
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push(part);
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

function partOf([, href, label, userid, address, mention]: RegExpExecArray, names: string[]): Inline | null {
  if (href !== undefined) return { kind: 'link', url: href, children: [{ kind: 'text', text: label ?? href }] };
  if (userid !== undefined) return { kind: 'mention', userid };
  if (address !== undefined) return { kind: 'link', url: address, children: [{ kind: 'text', text: address }] };
  const name = mention?.slice(1) ?? '';
  return names.includes(name) ? { kind: 'mention', userid: name } : null;
}
