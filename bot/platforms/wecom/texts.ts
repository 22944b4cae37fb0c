const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** At most so many characters as a person counts them, on one line, `…` for what is missing. */
export function cutText(text: string, length: number): string {
  return cutCharacters(text.replace(/\s*\n\s*/g, ' ').trim(), length);
}

/** The same with its line breaks kept. */
export function cutParagraph(text: string, length: number): string {
  return cutCharacters(text.trim(), length);
}

/** At most so many bytes of UTF-8: whole characters, and whole lines where that keeps at least half. */
export function cutBytes(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  const mark = '\n…';
  const kept = takeBytes(text, limit - Buffer.byteLength(mark));
  const lineEnd = kept.lastIndexOf('\n');
  return lineEnd >= kept.length / 2 ? kept.slice(0, lineEnd) + mark : `${kept}…`;
}

/** Plain text where the platform would read tags: `<a href>` and `<@account>` stay what somebody typed (docs 90236, 99110). */
export function withoutTags(text: string): string {
  return text.replace(/<(?=[a-z/@!])/gi, '＜');
}

function cutCharacters(text: string, length: number): string {
  // A character is at least one code unit, so a short string needs no counting.
  if (text.length <= length) return text;
  const characters = [...graphemes.segment(text)];
  const next = characters[length];
  if (!next) return text;
  return `${text.slice(0, characters[length - 1]?.index ?? 0)}…`;
}

function takeBytes(text: string, limit: number): string {
  let bytes = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > limit) return text.slice(0, index);
  }
  return text;
}
