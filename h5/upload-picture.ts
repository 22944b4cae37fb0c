import { storedFile, type StoredFile, uploadImage } from '../server/contract/files.ts';
import { type CallOptions, newKey } from './api.ts';
import { request } from './http.ts';

/** Uploads one picture; it belongs to the viewer until a record refers to it. */
export async function uploadPicture(picture: Blob, name: string, options: CallOptions = {}): Promise<StoredFile> {
  const body = new FormData();
  body.append('file', picture, name);
  const headers = { 'Idempotency-Key': options.key ?? newKey() };
  const response = await request(uploadImage.path, { method: 'POST', body, headers, signal: options.signal }, 60_000);
  return storedFile.parse(await response.json());
}
