// The code that hangs at a point: whoever sends it has been there, or has a picture of it. Visits by it are marked so.
import { codeOf, readCode } from '../codes.ts';
import type { Context } from '../context.ts';
import { type ErrorShape, errorsIn } from '../errors/graph.ts';
import { patrolWords } from './words.ts';

const LETTERS = 6;

export const pointCode = (pointId: string, { services }: Context): string => codeOf(services.stamp(`patrol point ${pointId}`), LETTERS);

/** Whether a code was given, or what is wrong with it. */
export function isByCode(code: string | null | undefined, pointId: string, context: Context): boolean | ErrorShape {
  if (!code) return false;
  if (readCode(code, LETTERS) === pointCode(pointId, context)) return true;
  return errorsIn(context.language).invalidField('code', 'UNKNOWN', patrolWords(context.language).codeWrong);
}
