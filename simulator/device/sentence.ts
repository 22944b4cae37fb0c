import { type ServerResponse } from 'node:http';

import { escapeHtml, page } from '../wecom/html.ts';

/** A whole page that says one thing, in the client's own words. */
export function showSentence(response: ServerResponse, status: number, title: string, detail: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(page(title, `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(detail)}</p>`));
}
