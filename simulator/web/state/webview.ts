import { ref, watch } from 'vue';

import { homeUrl, onDevice } from '../device-url.ts';
import { app } from './company.ts';
import { showColumn } from './columns.ts';
import { viewer } from './viewer.ts';

/** The page open in the phone. */
export interface Webview {
  /** A new one for every opening, so that the frame starts with an empty history. */
  key: number;
  url: string;
  title: string;
  href: string;
  canGoBack: boolean;
}

let serial = 0;
export const webview = ref<Webview | null>(null);

export function openHome(): void {
  open(homeUrl(viewer.value));
}

/** A link of a message: the CRM opens in the phone, everything else in a tab of its own. */
export function openLink(url: string): void {
  const address = onDevice(viewer.value, app.value?.homeUrl ?? 'http://localhost', url);
  if (address) open(address);
  else if (/^https?:/.test(url)) window.open(url, '_blank', 'noopener');
}

export function closeWebview(): void {
  webview.value = null;
}

function open(url: string): void {
  webview.value = { key: ++serial, url, title: '', href: url, canGoBack: false };
  showColumn('phone');
}

watch(viewer, closeWebview);
