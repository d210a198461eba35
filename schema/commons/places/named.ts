// A place that somebody names in an input: the building, its entrance, or both.
import type { Context } from '../../frame/context.ts';
import type { Refusal } from '../../frame/refusals.ts';
import { buildingLoader } from './loaders.ts';
import { refusals } from './refusals.ts';
import type { BuildingRow, EntranceRow } from './store.ts';

export interface NamedPlace {
  building: BuildingRow;
  entrance: EntranceRow | null;
}

/** The building that somebody has named, or the one of the entrance they have named. */
export async function namedPlace(
  building: BuildingRow | null | undefined,
  entrance: EntranceRow | null | undefined,
  context: Context,
): Promise<NamedPlace | null | Refusal<'ValidationError'>> {
  const whole = building ?? (entrance && (await buildingLoader(context).load(entrance.buildingId)));
  if (!whole) return null;
  return entrance && entrance.buildingId !== whole.id ? refusals.elsewhere : { building: whole, entrance: entrance ?? null };
}
