import { ensure } from './error.ts';

/** Paging: an opaque text, empty at the end. */
export function writeCursor(next: number, total: number): string {
  return next >= total ? '' : Buffer.from(`at:${next}`).toString('base64url');
}

/** Where to go on; 50100 for what this simulator never wrote. */
export function readCursor(cursor: string | undefined, total: number): number {
  if (!cursor) return 0;
  const match = /^at:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString());
  ensure(match && Number(match[1]) <= total, 50100);
  return Number(match[1]);
}
