/**
 * What somebody typed, for use inside markdown: no formatting, links, mentions or headings can come out of it.
 * The platforms' markdown knows no backslash, so the signs that mean something become their full-width twins.
 */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').replace(/[*`[\]<>#_|~\\!]/g, (sign) => twins[sign] ?? sign);
}

const twins: Record<string, string> = {
  '*': '＊',
  '`': '｀',
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '#': '＃',
  _: '＿',
  '|': '｜',
  '~': '～',
  '\\': '＼',
  '!': '！',
};
