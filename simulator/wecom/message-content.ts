import { z } from 'zod';

import { type StoredContent } from '../state.ts';
import { type World } from '../world.ts';
import { ensure, WecomError } from './error.ts';
import { cutBytes, mediaUrl, usableMedia } from './media-store.ts';

/** The types of reference 7.2 except template_card, as they will be shown; also what appchat/send takes. */
export function readContent(world: World, msgtype: string, body: unknown): StoredContent {
  const reader = readers[msgtype];
  ensure(reader, 40008);
  const parsed = z.record(z.string(), z.unknown()).safeParse(body);
  ensure(parsed.success, 40058, `invalid Request Parameter: ${msgtype} missing`);
  return reader(world, parsed.data);
}

type Fields = Record<string, unknown>;
type Reader = (world: World, fields: Fields) => StoredContent;

const readers: Record<string, Reader> = {
  text: (_, fields) => {
    const text = required(fields, 'content', 44004);
    return { kind: 'text', text: cutBytes(text, 2048), mentions: [], mentionsEveryone: false };
  },
  markdown: (_, fields) => {
    const text = required(fields, 'content', 44004);
    ensure(Buffer.byteLength(text) <= 2048, 45002);
    return { kind: 'markdown', text, flavour: 'app', isStreaming: false, pictures: [] };
  },
  image: (world, fields) => ({ kind: 'image', url: mediaUrl(readMedia(world, fields, 'image').id) }),
  voice: (world, fields) => ({ kind: 'voice', url: mediaUrl(readMedia(world, fields, 'voice').id) }),
  file: (world, fields) => {
    const { id, filename, size } = readMedia(world, fields, 'file');
    return { kind: 'file', name: filename, size, url: mediaUrl(id) };
  },
  video: (world, fields) => {
    const { id } = readMedia(world, fields, 'video');
    return {
      kind: 'video',
      url: mediaUrl(id),
      title: optional(fields, 'title'),
      description: optional(fields, 'description'),
    };
  },
  textcard: (_, fields) => {
    const title = required(fields, 'title', 41016);
    const description = required(fields, 'description', 41033);
    ensure(title.length <= 128 && description.length <= 512, 45002);
    return {
      kind: 'textcard',
      title,
      description,
      url: link(fields),
      buttonText: optional(fields, 'btntxt').slice(0, 4) || '详情',
    };
  },
  news: (_, fields) => ({ kind: 'news', articles: articles(fields).map(readArticle) }),
  mpnews: (world, fields) => ({
    kind: 'news',
    articles: articles(fields).map((each) => ({
      title: required(each, 'title', 41016),
      description: optional(each, 'digest'),
      url: optional(each, 'content_source_url'),
      pictureUrl: mediaUrl(usableMedia(world, required(each, 'thumb_media_id', 41006), 'image').id),
    })),
  }),
  miniprogram_notice: (_, fields) => {
    const items = z.array(z.object({ key: z.string().max(10), value: z.string().max(30) })).max(10);
    const parsed = items.safeParse(fields.content_item ?? []);
    ensure(parsed.success && required(fields, 'appid', 40058), 40058);
    const title = required(fields, 'title', 41016);
    ensure(title.length >= 4 && title.length <= 12, 40058, 'title must have 4 to 12 characters');
    return { kind: 'miniprogram_notice', title, description: optional(fields, 'description'), items: parsed.data };
  },
};

export function articles(fields: Fields): Fields[] {
  const parsed = z.array(z.record(z.string(), z.unknown())).safeParse(fields.articles);
  ensure(parsed.success && parsed.data.length > 0, 40058, 'invalid Request Parameter: articles');
  ensure(parsed.data.length <= 8, 45008);
  return parsed.data;
}

/** One article of `news`, for apps and webhooks alike. */
export function readArticle(fields: Fields) {
  const title = required(fields, 'title', 41016);
  const description = optional(fields, 'description');
  ensure(Buffer.byteLength(title) <= 128 && Buffer.byteLength(description) <= 512, 45002);
  const url = fields.appid ? '' : link(fields);
  return { title, description, url, pictureUrl: optional(fields, 'picurl') };
}

function readMedia(world: World, fields: Fields, type: 'image' | 'voice' | 'video' | 'file') {
  return usableMedia(world, required(fields, 'media_id', 41006), type);
}

function link(fields: Fields): string {
  const url = required(fields, 'url', 41010);
  ensure(/^[a-z][a-z0-9+.-]*:\/\//i.test(url), 45034, 'url must have a scheme');
  ensure(Buffer.byteLength(url) <= 2048, 40039, 'url too long');
  return url;
}

function required(fields: Fields, name: string, errcode: number): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw new WecomError(errcode, `${name} missing`);
  return value;
}

function optional(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}
