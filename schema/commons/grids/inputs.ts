// Fields of inputs that say where and of what kind something is.
import { checked, plain, scalar, wrong } from '../../frame/inputs.ts';
import { GeoPointInput } from './graph.ts';
import { categoryUnknown, pointWrong } from './refusals.ts';
import { isOnEarth } from './rules.ts';
import { readCategories } from './store.ts';

export interface Point {
  longitude: number;
  latitude: number;
}

/** A position on Earth. */
export const point = (says: string) =>
  checked(
    plain<Point>((t, isOptional) => t.field({ type: GeoPointInput, required: !isOptional, description: says })),
    (given) => (isOnEarth(given) ? given : wrong('OUT_OF_RANGE', pointWrong)),
  );

/** A category, by its code. */
export const category = (says: string) =>
  checked(
    scalar('String', says),
    async (code, { services }) =>
      (await readCategories(services.prisma)).find((one) => one.code === code) ?? wrong('UNKNOWN', categoryUnknown),
  );
