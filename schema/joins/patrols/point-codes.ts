// The code that hangs at a point: whoever sends it has been there, or has a picture of it. Visits by it are marked so.

import type { Context } from '../../frame/context.ts';
import { codeOf, readCode } from '../../ground/codes.ts';
import { refusals } from './refusals.ts';

const LETTERS = 6;

export const pointCode = (pointId: string, { services }: Context): string => codeOf(services.stamp(`patrol point ${pointId}`), LETTERS);

/** Whether a code was given; a refusal: it is not that of the point. */
export function isByCode(code: string | null | undefined, pointId: string, context: Context) {
  if (!code) return false;
  if (readCode(code, LETTERS) === pointCode(pointId, context)) return true;
  return refusals.codeWrong;
}
