// A photo that was sent beforehand, and is taken for what it was sent for.
import type pg from 'pg';
import type { Context } from '../../frame/context.ts';
import { invalid } from '../../frame/refusals.ts';
import { decodeIdOf } from '../../frame/relay/global-id.ts';
import { say } from '../../frame/speech.ts';
import { takePhoto } from './store.ts';

const photoGone = say('照片没有收到或已用过，请重新选一张。', 'The picture has not arrived or was used before. Choose it again.');

/**
 * The file of a photo, which is the caller's from now on, in their transaction. Null: none is wanted; a refusal: it has not arrived.
 * @param photoId as `POST /uploads` gave it
 * @param path of its field in the input
 */
export async function takenPhoto(
  db: Pick<pg.ClientBase, 'query'>,
  photoId: string | null | undefined,
  path: readonly string[],
  { viewer }: Context,
) {
  if (!photoId) return null;
  const id = decodeIdOf('Attachment', photoId);
  const fileName = id && (await takePhoto(db, viewer, id));
  return fileName || invalid({ path, code: 'UNKNOWN', says: photoGone });
}
