import { type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';

import { type Addresses, toDevice } from './addresses.ts';
import { hopByHop } from './request-headers.ts';

const FRAMING = [
  'x-frame-options',
  'cross-origin-resource-policy',
  'cross-origin-opener-policy',
  'strict-transport-security',
];

/** The CRM's answer as the phone gets it: redirects stay on the phone, cookies are its own, and it may be shown in a frame. */
export function responseHeaders(headers: IncomingHttpHeaders, base: string, addresses: Addresses): OutgoingHttpHeaders {
  const given: OutgoingHttpHeaders = { ...headers };
  for (const name of [...hopByHop, ...FRAMING]) delete given[name];
  if (headers.location) given.location = toDevice(headers.location, base, addresses);
  if (headers['set-cookie']) given['set-cookie'] = headers['set-cookie'].map(toHostCookie);
  for (const name of ['content-security-policy', 'content-security-policy-report-only']) {
    const policy = given[name];
    if (typeof policy === 'string') given[name] = withoutFraming(policy);
  }
  return given;
}

/** Host-only and good for plain http; `None` would need Secure, and the page around the frame is of the same site. */
function toHostCookie(cookie: string): string {
  const [pair = '', ...attributes] = cookie.split(';').map((part) => part.trim());
  const kept = attributes.filter((attribute) => !/^(domain=|secure$|partitioned$)/i.test(attribute));
  return [pair, ...kept.map((each) => each.replace(/^samesite=none$/i, 'SameSite=Lax'))].join('; ');
}

function withoutFraming(policy: string): string {
  return policy
    .split(',')
    .map((each) =>
      each
        .split(';')
        .map((directive) => directive.trim())
        .filter((directive) => directive && !/^(frame-ancestors|upgrade-insecure-requests)\b/i.test(directive))
        .join('; '),
    )
    .filter(Boolean)
    .join(', ');
}
