import { type FromPage } from './protocol.ts';

/** The page around the frame lives one label up. */
export const phoneOrigin = `${location.protocol}//${location.host.replace(/^[^.]+\./, '')}`;
export const isInPhone = window.parent !== window;

export function tellPhone(message: FromPage): void {
  if (isInPhone) window.parent.postMessage(message, phoneOrigin);
}
