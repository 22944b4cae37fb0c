const longestSide = 1600;
const smallEnough = 400_000;

/** A photo as JPEG of at most 1600 px, upright; small files and whatever the browser cannot read go up as they are. */
export async function downscale(file: File): Promise<Blob> {
  if (file.size <= smallEnough || typeof createImageBitmap !== 'function') return file;
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const small = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82));
  return small && small.size < file.size ? small : file;
}
