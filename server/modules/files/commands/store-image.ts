import { maxImageMegabytes, maxImagePixels, type StoredFile } from '../../../contract/files.ts';
import { ensure } from '../../../kernel/problem.ts';
import { insert } from '../../../kernel/rows.ts';
import type { Upload } from '../../../kernel/route.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import type { FileDisk } from '../disk.ts';
import { pictureType, plainName } from '../picture.ts';
import { pictureSize } from '../picture-size.ts';
import { files, fileUrl } from '../store.ts';

export const maxImageBytes = maxImageMegabytes * 1024 * 1024;

/** The bytes are kept first: a row never points at nothing, and bytes without a row are only unused space. */
export const storeImage = async (work: Work, disk: FileDisk, upload: Upload | null): Promise<StoredFile> => {
  ensure(upload && upload.bytes.length > 0, 'file.missing');
  const type = await pictureType(upload.bytes);
  ensure(type, 'file.type_not_allowed');
  const pixels = pictureSize(upload.bytes, type);
  ensure(pixels, 'file.type_not_allowed');
  ensure(pixels.width * pixels.height <= maxImagePixels, 'file.too_many_pixels');
  const name = plainName(upload.name, type);
  const size = upload.bytes.length;
  const sha256 = await disk.keep(upload.bytes);
  const id = await insert(work, files, { sha256, name, type, size, uploaderId: personOf(work), position: 0 });
  return { id, name, type, size, url: fileUrl(id) };
};
