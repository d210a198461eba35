// How long help may take: what came true at urgent tickets before, told with its spread. Pure functions.

/** How long somebody took from accepting an urgent ticket to arriving. */
export interface PastArrival {
  seconds: number;
  gridId: string | null;
  /** From where they accepted it, in a straight line; null: not known. */
  metres: number | null;
}

/** What the times of past arrivals have in common with the one that is awaited. */
export type ArrivalBasis = 'DISTANCE' | 'GRID' | 'COMMUNITY';

/** Eight of ten past arrivals took between `lowSeconds` and `highSeconds`. */
export interface ExpectedArrival {
  lowSeconds: number;
  highSeconds: number;
  /** How many past arrivals that is drawn from. */
  count: number;
  basis: ArrivalBasis;
}

/** With fewer, their spread says nothing. */
export const FEWEST = 8;
/** Those that began about as far away; more would reach too far. */
const NEIGHBOURS = 20;
/** Two hundred metres more are the same to somebody close by and to nobody far away: distances are compared as ratios beyond this. */
const CLOSE_METRES = 100;

/**
 * What to expect: from those who began about as far away (nearest neighbours by the ratio of distances), else from those in
 * the same grid, else from all of the community. Null: too few have come before.
 */
export function expectArrival(past: readonly PastArrival[], { gridId, metres }: Omit<PastArrival, 'seconds'>): ExpectedArrival | null {
  const measured = metres === null ? [] : nearestTo(metres, past);
  const here = past.filter((one) => gridId !== null && one.gridId === gridId);
  if (measured.length >= FEWEST) return spreadOf(measured, 'DISTANCE');
  if (here.length >= FEWEST) return spreadOf(here, 'GRID');
  return past.length >= FEWEST ? spreadOf(past, 'COMMUNITY') : null;
}

function nearestTo(metres: number, past: readonly PastArrival[]): PastArrival[] {
  const unlike = (other: number) => Math.abs(Math.log((other + CLOSE_METRES) / (metres + CLOSE_METRES)));
  return past
    .flatMap((one) => (one.metres === null ? [] : [{ one, far: unlike(one.metres) }]))
    .sort((a, b) => a.far - b.far)
    .slice(0, NEIGHBOURS)
    .map(({ one }) => one);
}

function spreadOf(past: readonly PastArrival[], basis: ArrivalBasis): ExpectedArrival {
  const times = past.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const last = times.length - 1;
  // Outwards to a time that has been: the range holds at least the eight of ten that it promises.
  const [low = 0, high = 0] = [times[Math.floor(0.1 * last)], times[Math.ceil(0.9 * last)]];
  return { lowSeconds: Math.round(low), highSeconds: Math.round(high), count: times.length, basis };
}
