import { DAY } from '../clock.ts';
import { BytesAnswer, type Call, type Endpoint, queryOf } from '../http/endpoint.ts';
import { ensure } from './error.ts';
import { imageType, keepMedia, type MediaType, mediaUrl, usableMedia } from './media-store.ts';
import { readMediaPart, type UploadedPart } from './multipart.ts';

const MB = 1024 * 1024;

/** Reference 12, docs 90253, 90254, 90256. */
export const mediaEndpoints: Endpoint[] = [
  { method: 'POST', path: '/cgi-bin/media/upload', allow: ['agent'], run: upload },
  { method: 'GET', path: '/cgi-bin/media/get', allow: ['agent'], run: download },
  { method: 'POST', path: '/cgi-bin/media/uploadimg', allow: ['agent'], run: uploadPermanentImage },
];

const limits: Record<MediaType, { bytes: number; tooBig: number }> = {
  image: { bytes: 10 * MB, tooBig: 40009 },
  voice: { bytes: 2 * MB, tooBig: 45001 },
  video: { bytes: 10 * MB, tooBig: 40011 },
  file: { bytes: 20 * MB, tooBig: 45001 },
};

/** Size and content rules shared by apps, webhooks and the robot. */
export function checkMedia(type: MediaType, part: UploadedPart): void {
  ensure(part.bytes.length > 5, 40006);
  ensure(part.bytes.length <= limits[type].bytes, limits[type].tooBig);
  if (type === 'image') ensure(imageType(part.bytes), 40123);
  if (type === 'voice') ensure(part.bytes.subarray(0, 5).toString() === '#!AMR', 301016, 'invalid voice format');
  if (type === 'video') ensure(part.bytes.subarray(4, 8).toString() === 'ftyp', 40005, 'invalid video format');
}

export function isMediaType(type: string | undefined): type is MediaType {
  return type !== undefined && Object.hasOwn(limits, type);
}

function upload(call: Call) {
  const { type } = call.query;
  ensure(isMediaType(type), 40004);
  const part = readMediaPart(call.contentType, call.raw);
  checkMedia(type, part);
  const mediaId = keepMedia(call.world, { type, ...part });
  return { errmsg: '', type, media_id: mediaId, created_at: String(call.world.clock.seconds()) };
}

function download(call: Call): BytesAnswer {
  const media = usableMedia(call.world, queryOf(call, 'media_id', 41006));
  const bytes = call.world.storage.getBytes(media.id);
  ensure(bytes, 40007);
  return new BytesAnswer(bytes, media.contentType, media.filename);
}

function uploadPermanentImage(call: Call) {
  const { world } = call;
  const part = readMediaPart(call.contentType, call.raw);
  ensure(part.bytes.length > 5 && part.bytes.length <= 2 * MB, 40009);
  ensure(imageType(part.bytes), 40123);
  if (world.state.settings.frequencyLimits) {
    ensure(world.frequency.take('uploadimg/day', 1000, DAY), 45009);
    ensure(world.frequency.take('uploadimg/month', 3000, 30 * DAY), 45009);
  }
  return { errmsg: '', url: world.url + mediaUrl(keepMedia(world, { type: 'image', ...part, isPermanent: true })) };
}
