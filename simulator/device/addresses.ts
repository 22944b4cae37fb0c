/** The three names one page has: on the phone, at the CRM, at the platform's login. All without a trailing slash. */
export interface Addresses {
  /** `http://amy.wecom.localhost:8090` */
  device: string;
  /** Origin of the CRM. */
  app: string;
  /** Own origins of the simulator. */
  platform: string[];
}

const AUTHORIZE = '/connect/oauth2/authorize';

export function isAuthorize(path: string): boolean {
  return path.split('?')[0] === AUTHORIZE;
}

/** A redirect as the phone has to follow it: the CRM and the silent login live on the phone's own host. */
export function toDevice(location: string, base: string, { device, app, platform }: Addresses): string {
  if (!URL.canParse(location, base)) return location;
  const url = new URL(location, base);
  const isOurs = url.origin === app || (platform.includes(url.origin) && isAuthorize(url.pathname));
  return isOurs ? `${device}${url.pathname}${url.search}${url.hash}` : url.href;
}

/** An address of the phone as the CRM knows it (Origin, Referer, the address a page was signed for). */
export function toApp(address: string, { device, app }: Addresses): string {
  if (address === device) return app;
  return address.startsWith(`${device}/`) ? app + address.slice(device.length) : address;
}

export function platformOrigins(port: number | string): string[] {
  return ['127.0.0.1', 'localhost', 'wecom.localhost'].map((host) => `http://${host}:${port}`);
}
