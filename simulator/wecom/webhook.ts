import { createHash } from 'node:crypto';
import { z } from 'zod';

import { newCard, postMessage } from '../chat/post-message.ts';
import { MINUTE } from '../clock.ts';
import { bodyOf, type Call, type Endpoint, jsonOf } from '../http/endpoint.ts';
import { findPerson, nameOf } from '../org/org-index.ts';
import { type Group, type StoredContent } from '../state.ts';
import { type World } from '../world.ts';
import { checkCard } from './card-rules.ts';
import { ensure } from './error.ts';
import { checkMedia } from './media.ts';
import { imageType, keepMedia, mediaUrl, usableMedia } from './media-store.ts';
import { articles, readArticle } from './message-content.ts';
import { readMediaPart } from './multipart.ts';

/** Group robots that only send (reference 8, docs 91770, 99110): the key is all one needs. */
export const webhookEndpoints: Endpoint[] = [
  { method: 'POST', path: '/cgi-bin/webhook/send', allow: 'public', run: send },
  { method: 'POST', path: '/cgi-bin/webhook/upload_media', allow: 'public', run: upload },
];

type Fields = Record<string, unknown>;

function send(call: Call) {
  const { world } = call;
  const { group, key } = groupOf(call);
  const { msgtype } = bodyOf(call, z.object({ msgtype: z.string() }));
  const { frequencyLimits } = world.state.settings;
  ensure(!frequencyLimits || world.frequency.take(`webhook/${key}`, 20, MINUTE), 45009);
  const body = (jsonOf(call) as Fields)[msgtype];
  const fields = typeof body === 'object' && body !== null ? (body as Fields) : {};
  const draft = { place: { kind: 'group', chatid: group.chatid }, sender: { kind: 'webhook' } } as const;
  if (msgtype === 'template_card') {
    const template = checkCard(body, { origin: 'webhook', isUpdate: false, hasMedia: (id) => id in world.state.media });
    postMessage(world, { ...draft, content: { kind: 'card' } }, newCard('webhook', template));
  } else {
    const reader = readers[msgtype];
    ensure(reader, 40008);
    postMessage(world, { ...draft, content: reader(world, fields, key) });
  }
  return {};
}

const readers: Record<string, (world: World, fields: Fields, key: string) => StoredContent> = {
  text: (world, fields) => {
    const text = contentOf(fields, 2048);
    const inline = [...text.matchAll(/<@([^>]+)>/g)].map((match) => match[1] ?? '');
    const named = [...list(fields.mentioned_list), ...inline, ...byMobile(world, list(fields.mentioned_mobile_list))];
    const mentions = named.filter((userid) => findPerson(world.state, userid));
    return {
      kind: 'text',
      text,
      mentions: [...new Set(mentions)].map((userid) => ({ userid, name: nameOf(world.state, userid) })),
      mentionsEveryone: [...named, ...list(fields.mentioned_mobile_list)].includes('@all'),
    };
  },
  markdown: (_, fields) => markdown(contentOf(fields, 4096), 'webhook'),
  markdown_v2: (_, fields) => markdown(contentOf(fields, 4096), 'v2'),
  image: (world, fields) => ({ kind: 'image', url: mediaUrl(keepImage(world, fields)) }),
  news: (_, fields) => ({ kind: 'news', articles: articles(fields).map(readArticle) }),
  file: (world, fields, key) => {
    const { id, filename, size } = usableMedia(world, String(fields.media_id ?? ''), 'file', key);
    return { kind: 'file', name: filename, size, url: mediaUrl(id) };
  },
  voice: (world, fields, key) => ({
    kind: 'voice',
    url: mediaUrl(usableMedia(world, String(fields.media_id ?? ''), 'voice', key).id),
  }),
};

function markdown(text: string, flavour: 'webhook' | 'v2'): StoredContent {
  return { kind: 'markdown', text, flavour, isStreaming: false, pictures: [] };
}

function contentOf(fields: Fields, most: number): string {
  const text = typeof fields.content === 'string' ? fields.content : '';
  ensure(text !== '', 44004);
  ensure(Buffer.byteLength(text) <= most, 45002, `content exceed max length ${most}`);
  return text;
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function byMobile(world: World, mobiles: string[]): string[] {
  return world.state.company.people
    .filter((each) => each.mobile && mobiles.includes(each.mobile))
    .map((each) => each.userid);
}

const IMAGE_BYTES = 2 * 1024 * 1024;

function keepImage(world: World, fields: Fields): string {
  const base64 = typeof fields.base64 === 'string' ? fields.base64 : '';
  ensure(/^[A-Za-z0-9+/]+={0,2}$/.test(base64), 40058, 'invalid Request Parameter: image.base64');
  const bytes = Buffer.from(base64, 'base64');
  ensure(bytes.length <= IMAGE_BYTES, 93018, 'image too large');
  const contentType = imageType(bytes);
  ensure(contentType, 40123);
  ensure(createHash('md5').update(bytes).digest('hex') === fields.md5, 301019);
  return keepMedia(world, { type: 'image', filename: 'image', contentType, bytes, isPermanent: true });
}

function upload(call: Call) {
  const { key } = groupOf(call);
  const { type } = call.query;
  ensure(type === 'file' || type === 'voice', 40004);
  const part = readMediaPart(call.contentType, call.raw);
  checkMedia(type, part);
  const mediaId = keepMedia(call.world, { type, ...part, webhookKey: key });
  return { type, media_id: mediaId, created_at: String(call.world.clock.seconds()) };
}

function groupOf(call: Call): { group: Group; key: string } {
  const { key = '' } = call.query;
  const group = call.world.state.groups.find((each) => key !== '' && each.webhookKey === key);
  ensure(group, 93000);
  return { group, key };
}
