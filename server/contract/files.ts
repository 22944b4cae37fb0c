import { z } from 'zod';
import { id } from './page.ts';
import { defineProblems } from './problem.ts';
import { endpoint } from './endpoint.ts';

export const fileProblems = defineProblems({
  'file.too_large': [413, '文件不能超过 {megabytes} MB'],
  'file.type_not_allowed': [422, '只能上传 JPG、PNG 或 WebP 图片'],
  'file.too_many_pixels': [422, '图片尺寸太大,请缩小后再上传'],
  'file.missing': [400, '请选择要上传的文件'],
  'file.unknown': [422, '照片不存在或已过期,请重新上传'],
});

export const maxImageMegabytes = 10;
/** A small file can unfold to gigabytes on the phone of whoever looks at it; the largest phone photos have 50 million pixels. */
export const maxImagePixels = 50_000_000;

export const storedFile = z.object({ id, name: z.string(), type: z.string(), size: z.number().int(), url: z.string() });
export type StoredFile = z.infer<typeof storedFile>;

/** Multipart, one part named `file`. The file belongs to its uploader until a record refers to it. */
export const uploadImage = endpoint({
  method: 'POST',
  path: '/api/images',
  summary: 'Upload one picture (multipart part `file`)',
  permission: 'session',
  response: storedFile,
  problems: ['file.too_large', 'file.type_not_allowed', 'file.too_many_pixels', 'file.missing'],
});
export const downloadFile = endpoint({
  method: 'GET',
  path: '/api/files/:id',
  summary: 'The bytes of a file, for those who may see the record it belongs to',
  permission: 'session',
  params: z.strictObject({ id }),
  response: z.unknown(),
  problems: ['record.not_found'],
});
