// The street by heart: communities, grids and categories, which every list names and which hardly ever change.
import type { PrismaClient } from '../../../prisma/client/client.ts';
import type { Live } from '../../frame/services.ts';
import { type Category, type Community, type Grid, readAllCategories, readAllGrids, readCommunities, readNeighbourIds } from './store.ts';

/** Nobody touches it: it moves when everything is touched, as an import does. */
const PLACES_TOPIC = 'places';
/** Longest that a change nobody told of stays unseen. */
const KEPT_MS = 2000;

/** All by id. */
export interface Places {
  categories: ReadonlyMap<string, Category>;
  communities: ReadonlyMap<string, Community>;
  grids: ReadonlyMap<string, Grid>;
  /** Grids that share a border, by grid. */
  neighbours: ReadonlyMap<string, readonly string[]>;
}

type Needed = { prisma: PrismaClient; live: Pick<Live, 'generation'> };

export class Gazetteer {
  readonly #services: Needed;
  #places: Places | null = null;
  #reading: Promise<Places> | null = null;
  #mark = 0;
  /** Monotonic milliseconds. */
  #readAt = 0;

  constructor(services: Needed) {
    this.#services = services;
  }

  /** What `look` finds: at once while the places are fresh, else after they were read anew, once for all who ask. */
  find<Found>(look: (places: Places) => Found): Found | Promise<Found> {
    const mark = this.#services.live.generation(PLACES_TOPIC);
    if (mark === this.#mark) {
      if (this.#places && performance.now() - this.#readAt < KEPT_MS) return look(this.#places);
      if (this.#reading) return this.#reading.then(look);
    }
    return this.#read(mark).then(look);
  }

  #read(mark: number): Promise<Places> {
    const readAt = performance.now();
    const reading = readPlaces(this.#services.prisma);
    [this.#mark, this.#places, this.#reading] = [mark, null, reading];
    const done = (places: Places | null) => {
      if (this.#reading !== reading) return; // something has changed meanwhile: a later read counts
      [this.#reading, this.#places, this.#readAt] = [null, places, readAt];
    };
    reading.then(done, () => done(null));
    return reading;
  }
}

async function readPlaces(prisma: PrismaClient): Promise<Places> {
  const [categories, communities, grids] = await Promise.all([readAllCategories(prisma), readCommunities(prisma), readAllGrids(prisma)]);
  const neighbours = await readNeighbourIds(
    prisma,
    grids.map(({ id }) => id),
  );
  return { categories: byId(categories), communities: byId(communities), grids: byId(grids), neighbours };
}

const byId = <Row extends { id: string }>(rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]));
