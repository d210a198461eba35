// Reads emergencies that nobody has accepted once for a whole process, after each change.
import { type BuildingRow, readBuildings } from '../../commons/places/store.ts';
import type { Services } from '../../frame/services.ts';
import { readUrgent, type TicketRow } from './store.ts';
import { TICKETS_TOPIC } from './topics.ts';

/** Longest that what was read is told, though nothing has changed: some of it is there for a minute only. */
const KEPT_MS = 5000;

interface Urgent {
  tickets: readonly TicketRow[];
  /** Where they are. */
  buildings: readonly BuildingRow[];
}

/** What is read serves all who ask until something changes: two hundred pages show an emergency after one read. */
export class UrgentTickets {
  readonly #services: Pick<Services, 'pool' | 'live'>;
  #generation = -1;
  /** Monotonic milliseconds. */
  #readAt = 0;
  #reading: Promise<Urgent> | null = null;

  constructor(services: Pick<Services, 'pool' | 'live'>) {
    this.#services = services;
  }

  current(): Promise<Urgent> {
    const generation = this.#services.live.generation(TICKETS_TOPIC);
    const now = performance.now();
    if (this.#reading && generation === this.#generation && now - this.#readAt < KEPT_MS) return this.#reading;
    const reading = this.#read();
    [this.#generation, this.#reading, this.#readAt] = [generation, reading, now];
    reading.catch(() => {
      if (this.#reading === reading) this.#reading = null; // whoever asks next tries again
    });
    return reading;
  }

  async #read(): Promise<Urgent> {
    const { pool } = this.#services;
    const tickets = await readUrgent(pool);
    const buildingIds = [...new Set(tickets.flatMap(({ buildingId }) => buildingId ?? []))];
    return { tickets, buildings: buildingIds.length > 0 ? await readBuildings(pool, buildingIds) : [] };
  }
}
