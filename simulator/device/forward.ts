import { type IncomingHttpHeaders, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';

import { type Addresses } from './addresses.ts';
import { injectBridge } from './inject-bridge.ts';
import { requestHeaders } from './request-headers.ts';
import { responseHeaders } from './response-headers.ts';
import { showSentence } from './sentence.ts';

export interface Forwarding {
  /** Origin that answers. */
  target: string;
  addresses: Addresses;
  /** Sent besides the phone's own headers. */
  extra?: Record<string, string>;
}

/** Passes one request on and streams the answer back; only HTML is held, to put the bridge into it. */
export function forward(incoming: IncomingMessage, response: ServerResponse, forwarding: Forwarding): void {
  const { target, addresses, extra = {} } = forwarding;
  const url = new URL(incoming.url ?? '/', target);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = { ...requestHeaders(incoming.headers, { ...addresses, app: target }), ...extra };
  const outgoing = send(url, { method: incoming.method ?? 'GET', headers });
  outgoing.on('response', (answer) => void passBack(answer, response, url.href, addresses));
  outgoing.on('error', () => {
    if (response.headersSent) response.destroy();
    else showSentence(response, 502, '无法打开页面', '服务暂时没有响应，请稍后重试。');
  });
  response.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

async function passBack(answer: IncomingMessage, response: ServerResponse, base: string, addresses: Addresses) {
  const headers = responseHeaders(answer.headers, base, addresses);
  const status = answer.statusCode ?? 502;
  answer.on('error', () => response.destroy());
  if (!isPlainHtml(answer.headers) || answer.statusCode === 304) {
    response.writeHead(status, headers);
    answer.pipe(response);
    return;
  }
  const chunks = await answer.toArray().catch(() => null);
  if (!chunks) return void response.destroy();
  const html = injectBridge(Buffer.concat(chunks as Buffer[]).toString('utf8'));
  for (const name of ['etag', 'last-modified', 'content-length']) delete headers[name];
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(html) }).end(html);
}

function isPlainHtml(headers: IncomingHttpHeaders): boolean {
  const encoding = headers['content-encoding'];
  return /^text\/html\b/i.test(headers['content-type'] ?? '') && (!encoding || encoding === 'identity');
}
