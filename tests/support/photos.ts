// A photo as a phone's camera would hand it over.
import sharp from 'sharp';

export async function makePhoto(): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const picture = sharp({ create: { width: 900, height: 600, channels: 3, background: '#8a5' } });
  return { name: 'lane.jpg', mimeType: 'image/jpeg', buffer: await picture.jpeg().toBuffer() };
}
