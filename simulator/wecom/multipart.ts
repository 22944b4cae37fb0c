import { ensure } from './error.ts';

export interface UploadedPart {
  filename: string;
  contentType: string;
  bytes: Buffer;
}

/**
 * The single part `media` of an upload, read as strictly as the platform does (reference 12.1): a plain `filename="…"` in
 * raw UTF-8 is required, an RFC 5987 `filename*` is not understood.
 */
export function readMediaPart(contentType: string, raw: Buffer): UploadedPart {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  ensure(boundary, 40058, 'invalid Request Parameter: not multipart/form-data');
  const part = splitParts(raw, boundary).find((each) => /;\s*name="?media"?/i.test(each.head));
  ensure(part, 44001, 'empty media data');
  ensure(!/filename\*=/i.test(part.head), 40058, 'invalid Request Parameter: filename*');
  const filename = /;\s*filename="([^"]*)"/i.exec(part.head)?.[1];
  ensure(filename, 44001, 'empty media data: filename missing');
  return {
    filename,
    contentType: /^content-type:\s*(.+)$/im.exec(part.head)?.[1]?.trim() ?? 'application/octet-stream',
    bytes: part.bytes,
  };
}

function splitParts(raw: Buffer, boundary: string): { head: string; bytes: Buffer }[] {
  const parts = [];
  const mark = Buffer.from(`--${boundary}`);
  for (let at = raw.indexOf(mark); at >= 0;) {
    const next = raw.indexOf(mark, at + mark.length);
    if (next < 0) break;
    const headEnd = raw.indexOf('\r\n\r\n', at);
    if (headEnd >= 0 && headEnd < next) {
      parts.push({ head: raw.toString('utf8', at + mark.length, headEnd), bytes: raw.subarray(headEnd + 4, next - 2) });
    }
    at = next;
  }
  return parts;
}
