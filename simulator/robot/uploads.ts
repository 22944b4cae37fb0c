import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

import { HOUR, MINUTE } from '../clock.ts';
import { ensure } from '../wecom/error.ts';
import { checkMedia, isMediaType } from '../wecom/media.ts';
import { imageType, keepMedia, type MediaType } from '../wecom/media-store.ts';
import { type World } from '../world.ts';
import { type RobotCall } from './commands.ts';

/** A file on its way in pieces of at most 512 KB (reference 9.7). */
export interface Upload {
  type: MediaType;
  filename: string;
  totalSize: number;
  md5: string;
  chunks: (Buffer | null)[];
}

const CHUNK_BYTES = 512 * 1024;

const init = z.object({
  type: z.string(),
  filename: z.string().min(1),
  total_size: z.number().int().min(1),
  total_chunks: z.number().int().min(1).max(100),
  md5: z.string(),
});

export function initUpload({ world, body }: RobotCall) {
  const parsed = init.safeParse(body);
  ensure(parsed.success, 40058);
  const { type, filename, total_size: totalSize, total_chunks: total, md5 } = parsed.data;
  ensure(isMediaType(type), 40004);
  if (world.state.settings.frequencyLimits) {
    ensure(world.frequency.take('robot/upload/minute', 30, MINUTE), 45009);
    ensure(world.frequency.take('robot/upload/hour', 1000, HOUR), 45009);
  }
  const uploadId = randomBytes(16).toString('hex');
  world.robotLine.uploads.set(uploadId, { type, filename, totalSize, md5, chunks: Array<null>(total).fill(null) });
  return { upload_id: uploadId };
}

const chunk = z.object({ upload_id: z.string(), chunk_index: z.number().int().min(0), base64_data: z.string() });

export function uploadChunk({ world, body }: RobotCall): undefined {
  const parsed = chunk.safeParse(body);
  ensure(parsed.success, 40058);
  const { chunks } = findUpload(world, parsed.data.upload_id);
  const bytes = Buffer.from(parsed.data.base64_data, 'base64');
  ensure(parsed.data.chunk_index < chunks.length, 40058, 'chunk_index out of range');
  ensure(bytes.length <= CHUNK_BYTES, 45001);
  chunks[parsed.data.chunk_index] = bytes;
}

export function finishUpload({ world, body }: RobotCall) {
  const uploadId = String(body.upload_id);
  const { type, filename, totalSize, md5, chunks } = findUpload(world, uploadId);
  ensure(
    chunks.every((each) => each !== null),
    44001,
    'chunks missing',
  );
  const bytes = Buffer.concat(chunks.filter((each) => each !== null));
  ensure(bytes.length === totalSize, 40006);
  ensure(createHash('md5').update(bytes).digest('hex') === md5.toLowerCase(), 301019);
  const contentType = imageType(bytes) ?? 'application/octet-stream';
  checkMedia(type, { filename, contentType, bytes });
  world.robotLine.uploads.delete(uploadId);
  return {
    type,
    media_id: keepMedia(world, { type, filename, contentType, bytes }),
    created_at: world.clock.seconds(),
  };
}

function findUpload(world: World, uploadId: string): Upload {
  const upload = world.robotLine.uploads.get(uploadId);
  ensure(upload, 40058, 'invalid upload_id');
  return upload;
}
