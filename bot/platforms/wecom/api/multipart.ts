import { randomBytes } from 'node:crypto';

/**
 * One uploaded file as the media API reads it (doc 90253): the name as raw UTF-8, the length in `filelength`, known in advance.
 */
export function multipart(file: { name: string; contentType: string; bytes: Buffer }): {
  contentType: string;
  bytes: Buffer;
} {
  const boundary = `----${randomBytes(16).toString('hex')}`;
  const name = file.name.replace(/["\\\r\n]/g, '_');
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="media"; filename="${name}"; filelength=${file.bytes.length}`,
    `Content-Type: ${file.contentType}`,
    '',
    '',
  ].join('\r\n');
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([Buffer.from(head, 'utf8'), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}
