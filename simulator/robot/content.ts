import { z } from 'zod';

import { newCard, taskKey } from '../chat/post-message.ts';
import { HOUR, MINUTE } from '../clock.ts';
import { type StoredCard, type StoredContent, type StoredMessage } from '../state.ts';
import { checkCard } from '../wecom/card-rules.ts';
import { ensure } from '../wecom/error.ts';
import { mediaUrl, type MediaType, usableMedia } from '../wecom/media-store.ts';
import { type World } from '../world.ts';

/** The shapes of reference 9.5 which the robot's replies and pushes share. */
export const MARKDOWN_BYTES = 20_480;

export type RobotPlace = Exclude<StoredMessage['place'], { kind: 'app' }>;
export type Draft = { content: StoredContent; card: StoredCard | null };

/** Replies and pushes of one conversation together: 30 a minute, 1000 an hour. */
export function ensureRate(world: World, place: RobotPlace): void {
  if (!world.state.settings.frequencyLimits) return;
  const key = place.kind === 'group' ? place.chatid : place.userid;
  ensure(world.frequency.take(`robot/${key}/minute`, 30, MINUTE), 45009);
  ensure(world.frequency.take(`robot/${key}/hour`, 1000, HOUR), 45009);
}

export function readMarkdown(body: unknown, isStreaming = false): StoredContent {
  const parsed = z.object({ content: z.string() }).safeParse(body);
  ensure(parsed.success, 40058, 'invalid Request Parameter: content');
  ensure(parsed.data.content !== '' || isStreaming, 44004);
  ensure(Buffer.byteLength(parsed.data.content) <= MARKDOWN_BYTES, 45002);
  return { kind: 'markdown', text: parsed.data.content, flavour: 'robot', isStreaming, pictures: [] };
}

export function readCardDraft(world: World, body: unknown): Draft {
  const template = checkCard(body, { origin: 'robot', isUpdate: false, hasMedia: () => false });
  const isTaken = template.task_id && world.state.taskIds[taskKey('robot', template.task_id)];
  ensure(!isTaken, 42014, 'task_id already used');
  return { content: { kind: 'card' }, card: newCard('robot', template) };
}

export function isMediaMessage(msgtype: string): msgtype is MediaType {
  return ['file', 'image', 'voice', 'video'].includes(msgtype);
}

export function readMediaDraft(world: World, type: MediaType, body: unknown): Draft {
  const parsed = z
    .object({ media_id: z.string(), title: z.string().optional(), description: z.string().optional() })
    .safeParse(body);
  ensure(parsed.success, 41006, 'media_id missing');
  const media = usableMedia(world, parsed.data.media_id, type);
  const url = mediaUrl(media.id);
  const { title = '', description = '' } = parsed.data;
  const contents: Record<MediaType, StoredContent> = {
    file: { kind: 'file', name: media.filename, size: media.size, url },
    image: { kind: 'image', url },
    voice: { kind: 'voice', url },
    video: { kind: 'video', url, title, description },
  };
  return { content: contents[type], card: null };
}
