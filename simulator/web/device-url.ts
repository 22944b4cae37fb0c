import { slugOf } from '../device/slug.ts';

/** The phone's own host, beside the one of this page. */
export const deviceOrigin = (userid: string): string =>
  `${location.protocol}//${slugOf(userid)}.${location.host.replace(/^(localhost|127\.0\.0\.1)(?=:|$)/, 'wecom.localhost')}`;

/** What the workbench icon opens: a fresh silent login, then the start page. */
export const homeUrl = (userid: string): string => `${deviceOrigin(userid)}/open?to=${encodeURIComponent('/')}&fresh=1`;

/** The CRM's address on this phone; null for addresses of others. */
export function onDevice(userid: string, appUrl: string, url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { origin, pathname, search, hash } = new URL(url);
  const isOurs = origin === new URL(appUrl).origin || pathname === '/connect/oauth2/authorize';
  return isOurs ? `${deviceOrigin(userid)}${pathname}${search}${hash}` : null;
}
