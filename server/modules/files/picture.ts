import { fileTypeFromBuffer } from 'file-type';

/** Pictures people may upload, by what their bytes say; the name and the declared type of an upload count for nothing. */
const endings: Record<string, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };

/** The type of a picture, or null when the bytes are anything else. */
export const pictureType = async (bytes: Uint8Array): Promise<string | null> => {
  const type = (await fileTypeFromBuffer(bytes))?.mime;
  return type !== undefined && type in endings ? type : null;
};

/** The last part of a name as a device sent it, with the ending that fits the bytes. */
export const plainName = (given: string, type: string): string => {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const stem = last
    .replace(/[\p{Cc}\p{Cf}"<>:|?*]/gu, '')
    .replace(/\.[^.]*$/, '')
    .trim()
    .slice(0, 100);
  return `${stem || '图片'}.${endings[type] ?? 'bin'}`;
};
