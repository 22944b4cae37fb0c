import { type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';

import { type Addresses, toApp } from './addresses.ts';

/** What the webview of WeCom on an iPhone says it is (reference 11.1, doc 90315). */
export const userAgent =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 ' +
  'wxwork/4.1.36 MicroMessenger/7.0.1 Language/zh ColorScheme/Light';

export const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/**
 * The phone's request as the CRM sees it. A webview is a window of its own, so the traces of the frame go; pages come
 * uncompressed because a script is put into them.
 */
export function requestHeaders(headers: IncomingHttpHeaders, addresses: Addresses): OutgoingHttpHeaders {
  const sent: OutgoingHttpHeaders = { ...headers, host: new URL(addresses.app).host, 'user-agent': userAgent };
  for (const name of [...hopByHop, ...Object.keys(sent).filter(isClientHint)]) delete sent[name];
  if (headers.origin) sent.origin = toApp(headers.origin, addresses);
  if (headers.referer) sent.referer = toApp(headers.referer, addresses);
  if (sent.referer === headers.referer) delete sent.referer;
  if (headers['sec-fetch-dest'] === 'iframe') sent['sec-fetch-dest'] = 'document';
  if (headers['sec-fetch-site'] === 'same-site') sent['sec-fetch-site'] = 'none';
  if (headers.accept?.includes('text/html')) sent['accept-encoding'] = 'identity';
  return sent;
}

/** WebKit sends none; they would tell the real browser. */
function isClientHint(name: string): boolean {
  return name.startsWith('sec-ch-');
}
