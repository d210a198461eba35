// What a sent picture becomes: its pixels, decoded and written anew. Nothing of the sent file is kept, least of all its EXIF.
import exifReader from 'exif-reader';
import sharp from 'sharp';

/** Pixels of a sent picture at most, looked at before it is decoded: 50 megapixels. */
const MOST_PIXELS = 50_000_000;
/** The longer side of what is kept. */
const LONGEST_SIDE = 1600;
const QUALITY = 80;

// One picture at a time uses one core; the door decides how many at once.
sharp.concurrency(1);
sharp.cache(false);

export interface Photo {
  bytes: Buffer;
  width: number;
  height: number;
  /** When and where it was taken, as the camera wrote it; null where it did not. */
  taken: { at: Date | null; point: { longitude: number; latitude: number } | null };
}

/** The picture anew, upright, as WebP; null when it is none, or has too many pixels. */
export async function remadePhoto(sent: Uint8Array): Promise<Photo | null> {
  try {
    const image = sharp(sent, { limitInputPixels: MOST_PIXELS, failOn: 'error', animated: false });
    const { exif } = await image.metadata();
    const { data, info } = await image
      .autoOrient()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height, taken: exif ? takenOf(exif) : { at: null, point: null } };
  } catch {
    return null;
  }
}

function takenOf(exif: Buffer): Photo['taken'] {
  try {
    const { Photo: photo, GPSInfo: gps } = exifReader(exif);
    const latitude = degrees(gps?.GPSLatitude, gps?.GPSLatitudeRef, 'S');
    const longitude = degrees(gps?.GPSLongitude, gps?.GPSLongitudeRef, 'W');
    const point = latitude !== null && longitude !== null ? { longitude, latitude } : null;
    return { at: photo?.DateTimeOriginal instanceof Date ? photo.DateTimeOriginal : null, point };
  } catch {
    return { at: null, point: null }; // a camera's nonsense is no reason to refuse its picture
  }
}

/** Degrees of degrees, minutes and seconds. */
function degrees(parts: unknown, reference: unknown, negative: string): number | null {
  if (!Array.isArray(parts) || parts.length !== 3 || !parts.every((part) => typeof part === 'number' && Number.isFinite(part))) return null;
  const [whole = 0, minutes = 0, seconds = 0] = parts as number[];
  const value = whole + minutes / 60 + seconds / 3600;
  return value <= 180 ? (reference === negative ? -value : value) : null;
}
