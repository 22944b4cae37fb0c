export const bridgePath = '/__wecom/bridge.js';

const TAG = `<script src="${bridgePath}"></script>`;

/** Puts the bridge in front of every other script of a page, as the client does. */
export function injectBridge(html: string): string {
  const opening = /<head(\s[^>]*)?>/i.exec(html) ?? /<html(\s[^>]*)?>/i.exec(html) ?? /<!doctype[^>]*>/i.exec(html);
  const at = opening ? opening.index + opening[0].length : 0;
  return html.slice(0, at) + TAG + html.slice(at);
}
