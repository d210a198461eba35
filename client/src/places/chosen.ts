// A place that somebody has chosen within a grid.
export interface ChosenPlace {
  buildingId: string | null;
  entranceId: string | null;
  /** In words. */
  address: string;
}

/** Nothing chosen. */
export const NO_PLACE: ChosenPlace = { buildingId: null, entranceId: null, address: '' };
