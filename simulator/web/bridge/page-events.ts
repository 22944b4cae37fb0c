import { phoneOrigin, tellPhone } from './phone.ts';
import { type Params, type ToPage } from './protocol.ts';

interface NavigationLike extends EventTarget {
  canGoBack: boolean;
}
interface NavigateLike extends Event {
  destination: { url: string };
}

type Handler = (result: Params) => unknown;
const handlers = new Map<string, Handler[]>();
const navigation = (window as { navigation?: NavigationLike }).navigation;

/** `historyBack` may return false to stay; the other events of the client never happen here. */
export function on(name: string, handler: Handler): void {
  handlers.set(name, [...(handlers.get(name) ?? []), handler]);
}

/** Keeps the phone's title bar right, and lets its back button work. */
export function reportPage(): void {
  document.addEventListener('DOMContentLoaded', () => {
    report();
    new MutationObserver(report).observe(document.head, { childList: true, characterData: true, subtree: true });
  });
  window.addEventListener('popstate', report);
  window.addEventListener('pageshow', report);
  navigation?.addEventListener('currententrychange', report);
  navigation?.addEventListener('navigate', (event) => dialInstead(event as NavigateLike));
  window.addEventListener('message', ({ origin, data }: MessageEvent<ToPage>) => {
    if (origin !== phoneOrigin) return;
    if (data?.wecom === 'back') goBack();
    if (data?.wecom === 'reload') location.reload();
  });
}

function report(): void {
  tellPhone({ wecom: 'page', title: document.title, href: location.href, canGoBack: canGoBack() });
}

const canGoBack = () => navigation?.canGoBack ?? history.length > 1;

function goBack(): void {
  const isBlocked = (handlers.get('historyBack') ?? []).some((handler) => handler({}) === false);
  if (isBlocked) return;
  if (canGoBack()) history.back();
  else tellPhone({ wecom: 'close' });
}

/** A phone number leaves for the phone's dialler, not for a program of the computer. */
function dialInstead(event: NavigateLike): void {
  const { url } = event.destination;
  if (!url.startsWith('tel:')) return;
  event.preventDefault();
  tellPhone({ wecom: 'dial', number: decodeURIComponent(url.slice(4)) });
}
