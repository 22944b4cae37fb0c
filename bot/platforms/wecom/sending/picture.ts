import { ChatError } from '../../../../server/ports/chat.ts';

/** @throws ChatError for what the platform would refuse: empty or larger than `maxBytes`. */
export function ensurePicture(png: Buffer, maxBytes: number): void {
  if (png.length > maxBytes) {
    throw new ChatError('rejected', 'picture_too_large', `${png.length} bytes, at most ${maxBytes} are taken`);
  }
  if (png.length <= 5) throw new ChatError('rejected', 'picture_empty', 'a picture has more than 5 bytes');
}

export function pictureFileName(name: string): string {
  return /\.png$/i.test(name) ? name : `${name}.png`;
}
