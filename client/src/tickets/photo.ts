// Photos as they leave the phone: small, and with what the person has covered covered for good.

const LONGEST_SIDE = 1600;
/** A photo of a phone on a slow network still goes in seconds. */
const MOST_BYTES = 400 * 1024;
const QUALITIES = [0.85, 0.75, 0.6, 0.45];
/** Side of the squares that cover. */
const MOSAIC = 24;

/** A part of a picture, as shares of its width and height. */
export interface Cover {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The picture, upright and small, as JPEG without anything but its pixels. @throws when it is none */
export async function shrunk(file: Blob, covers: readonly Cover[] = []): Promise<Blob> {
  const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  for (const cover of covers) pixelate(context, canvas, cover);
  for (const quality of QUALITIES) {
    const blob = await toJpeg(canvas, quality);
    if (blob.size <= MOST_BYTES || quality === QUALITIES.at(-1)) return blob;
  }
  throw new Error('no picture');
}

const making = new WeakMap<Blob, { photo: Promise<Blob>; covers: readonly Cover[] }>();

/**
 * Makes of a file the photo that is sent, covered where it was before and here, while the person goes on; what is sent
 * meanwhile waits for it. @throws when it is none
 */
export function makePhoto(file: Blob, covers: readonly Cover[] = []): Promise<Blob> {
  const all = [...(making.get(file)?.covers ?? []), ...covers];
  const photo = shrunk(file, all);
  making.set(file, { photo, covers: all });
  return photo;
}

/** Whether nothing more was covered since. */
export const isLastOf = (file: Blob, photo: Promise<Blob>): boolean => making.get(file)?.photo === photo;

/** The file as it is sent. @throws when it is no photo */
export async function readyToSend(file: Blob): Promise<Blob> {
  return making.get(file)?.photo ?? (file instanceof File ? shrunk(file) : file);
}

const toJpeg = (canvas: HTMLCanvasElement, quality: number): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', quality),
  );

/** Each square takes the mean colour of what was below it: nothing can be read out of it again. */
function pixelate(context: CanvasRenderingContext2D, canvas: HTMLCanvasElement, { x, y, width, height }: Cover): void {
  const [left, top] = [Math.floor(x * canvas.width), Math.floor(y * canvas.height)];
  const [wide, high] = [Math.ceil(width * canvas.width), Math.ceil(height * canvas.height)];
  if (wide < 1 || high < 1) return;
  const small = document.createElement('canvas');
  small.width = Math.max(1, Math.round(wide / MOSAIC));
  small.height = Math.max(1, Math.round(high / MOSAIC));
  (small.getContext('2d') as CanvasRenderingContext2D).drawImage(canvas, left, top, wide, high, 0, 0, small.width, small.height);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, small.width, small.height, left, top, wide, high);
}
