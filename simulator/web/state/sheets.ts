import { shallowRef, watch } from 'vue';

import { viewer } from './viewer.ts';

/** A screen of the client over the web page; `done` gets null when it is closed without a choice. */
export type Sheet =
  | { kind: 'colleagues'; isMulti: boolean; chosen: string[]; done: (userids: string[] | null) => void }
  | { kind: 'profile'; userid: string; done: () => void }
  | { kind: 'place'; done: (place: Place | null) => void }
  | { kind: 'map'; name: string; address: string; done: () => void }
  | { kind: 'pictures'; urls: string[]; current: string; done: () => void }
  | { kind: 'scan'; done: (text: string | null) => void }
  | { kind: 'dial'; number: string; done: () => void };

export interface Place {
  name: string;
  address: string;
  latitude: number;
  longitude: number;
}

export const sheet = shallowRef<Sheet | null>(null);

/** Opens one; whatever was open is closed without a choice. */
export function openSheet(next: Sheet): void {
  dismissSheet();
  sheet.value = next;
}

export function dismissSheet(): void {
  const open = sheet.value;
  sheet.value = null;
  if (!open) return;
  if (open.kind === 'colleagues') open.done(null);
  else if (open.kind === 'place') open.done(null);
  else if (open.kind === 'scan') open.done(null);
  else open.done();
}

export const showProfile = (userid: string): void => openSheet({ kind: 'profile', userid, done: () => undefined });

watch(viewer, dismissSheet);
