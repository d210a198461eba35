// The grids that an import finds or makes, by the names its file gives them.
import { type PlaceRow, readPlaces, upsertCommunity, upsertGrid } from '@xieshou/schema/commons/grids/past.ts';
import { contains, type GeoPoint } from '@xieshou/schema/commons/grids/rules.ts';
import type pg from 'pg';

/** Community of districts that came as a name only. */
const IMPORTED_COMMUNITY = '导入片区';

export class KnownPlaces {
  readonly #stationId: string;
  #places = new Map<string, PlaceRow>();
  #shaped: PlaceRow[] = [];

  constructor(stationId: string) {
    this.#stationId = stationId;
  }

  async learn(db: Pick<pg.ClientBase, 'query'>): Promise<void> {
    const places = await readPlaces(db);
    for (const place of places) this.#remember(place);
    this.#shaped = places.filter(({ boundary }) => boundary !== null);
  }

  /** A district that no grid bears becomes a grid without a boundary. */
  async ensure(client: pg.ClientBase, district: string | null): Promise<void> {
    if (district === null || this.named(district)) return;
    const communityId = await upsertCommunity(client, this.#stationId, IMPORTED_COMMUNITY);
    const { place } = await upsertGrid(client, { communityId, code: district, boundary: null });
    this.#remember(place);
  }

  named(district: string | null): PlaceRow | undefined {
    return district === null ? undefined : this.#places.get(district.toLowerCase());
  }

  /** The grid whose boundary holds a point: the oldest, where two do. */
  at(point: GeoPoint): PlaceRow | undefined {
    return this.#shaped.find(({ boundary }) => boundary && contains(boundary, point));
  }

  #remember(place: PlaceRow): void {
    this.#places.set(place.name.toLowerCase(), place);
    this.#places.set(place.code.toLowerCase(), place);
  }
}
