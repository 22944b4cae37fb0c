import { randomBytes } from 'node:crypto';

import { DAY } from '../clock.ts';
import { type Media } from '../state.ts';
import { type World } from '../world.ts';
import { ensure } from './error.ts';

export type MediaType = Media['type'];

export interface NewMedia {
  type: MediaType;
  filename: string;
  contentType: string;
  bytes: Buffer;
  isPermanent?: boolean;
  webhookKey?: string;
}

/** Keeps bytes for three days, or for good; answers the media_id. */
export function keepMedia(world: World, { bytes, isPermanent = false, webhookKey, ...facts }: NewMedia): string {
  const id = `3${randomBytes(32).toString('base64url')}`;
  const expiresAt = isPermanent ? null : world.clock.now() + 3 * DAY;
  world.state.media[id] = { ...facts, size: bytes.length, expiresAt, webhookKey: webhookKey ?? null };
  world.storage.putBytes(id, bytes);
  return id;
}

/** 40007 unknown or expired, 40004 of another type. A webhook's upload is nobody else's. */
export function usableMedia(
  world: World,
  id: string,
  type?: MediaType,
  webhookKey: string | null = null,
): Media & { id: string } {
  const media = world.state.media[id];
  ensure(media && media.webhookKey === webhookKey, 40007);
  ensure(media.expiresAt === null || media.expiresAt > world.clock.now(), 40007);
  ensure(!type || media.type === type, 40004);
  return { ...media, id };
}

/** Where the simulator's own page finds the bytes, also after they expired for the API. */
export function mediaUrl(id: string): string {
  return `/simulator/api/media/${id}`;
}

/** JPG and PNG by their first bytes; null for everything else. */
export function imageType(bytes: Buffer): 'image/jpeg' | 'image/png' | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  return bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47])) ? 'image/png' : null;
}

/** At most this many bytes of UTF-8, never half a character. */
export function cutBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  return new TextDecoder('utf-8').decode(Buffer.from(text).subarray(0, most), { stream: true });
}
