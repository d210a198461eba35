// Photos as a phone's camera would hand them over.
import sharp from 'sharp';
import { IN_GRID_3 } from './tickets.ts';

/** @param hasGps whether the camera wrote where it stood: in grid 3 */
export async function makePhoto({ hasGps = false } = {}): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const picture = sharp({ create: { width: 900, height: 600, channels: 3, background: '#8a5' } });
  if (hasGps) picture.withExif({ IFD0: { Make: 'SecretCamera' }, IFD3: gpsOf(IN_GRID_3) });
  return { name: 'lane.jpg', mimeType: 'image/jpeg', buffer: await picture.jpeg().toBuffer() };
}

/** Degrees, minutes and seconds, as EXIF has it. */
function gpsOf({ longitude, latitude }: { longitude: number; latitude: number }): Record<string, string> {
  const parts = (degrees: number) => {
    const minutes = (degrees % 1) * 60;
    return `${Math.floor(degrees)}/1 ${Math.floor(minutes)}/1 ${Math.round((minutes % 1) * 6000)}/100`;
  };
  return { GPSLatitudeRef: 'N', GPSLatitude: parts(latitude), GPSLongitudeRef: 'E', GPSLongitude: parts(longitude) };
}
