/** Width and height in pixels. */
export interface PictureSize {
  width: number;
  height: number;
}

/** What the header of a JPEG, PNG or WebP says, without unfolding the picture; null when it says nothing. */
export const pictureSize = (bytes: Buffer, type: string): PictureSize | null => {
  try {
    const size = readers[type]?.(bytes) ?? null;
    return size && size.width > 0 && size.height > 0 ? size : null;
  } catch {
    // Cut off in the middle of its header.
    return null;
  }
};

const pngSize = (bytes: Buffer): PictureSize => ({ width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) });

/** Walks from segment to segment to the frame header (SOF0–SOF15 but for the tables DHT, JPG and DAC between them). */
const jpegSize = (bytes: Buffer): PictureSize | null => {
  let at = 2;
  while (bytes.readUInt8(at) === 0xff) {
    const marker = bytes.readUInt8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9)) at += 2;
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
};

/** The three kinds of WebP: lossy, lossless, extended (RFC 9649). */
const webpSize = (bytes: Buffer): PictureSize | null => {
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const packed = bytes.readUInt32LE(21);
      return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return null;
  }
};

const readers: Record<string, (bytes: Buffer) => PictureSize | null> = {
  'image/png': pngSize,
  'image/jpeg': jpegSize,
  'image/webp': webpSize,
};
