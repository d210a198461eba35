// Past requests into tickets, with their own dates, categories and outcome.
import { upsertCategory } from '@xieshou/schema/commons/grids/past.ts';
import { type Site, siteAt } from '@xieshou/schema/commons/places/site.ts';
import type { Sla } from '@xieshou/schema/work/tickets/clocks.ts';
import { recorded, storePast } from '@xieshou/schema/work/tickets/past.ts';
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { Priority } from '../../prisma/client/enums.ts';
import type { Database } from '../database/connect.ts';
import { ChunkedIntake } from './chunks.ts';
import { KnownPlaces } from './places.ts';
import type { TicketRow } from './ticket-rows.ts';

interface KnownCategory {
  id: string;
  code: string;
  defaultPriority: Priority;
}

/** Takes request rows in, chunk by chunk. */
export class TicketIntake extends ChunkedIntake<TicketRow> {
  readonly #stationId: string;
  /** By which the clocks of open ones run. */
  readonly #sla: Sla;
  readonly #places: KnownPlaces;
  readonly #categories = new Map<string, KnownCategory>();

  constructor(database: Database, station: { id: string }, sla: Sla) {
    super(database, 'import:tickets');
    this.#stationId = station.id;
    this.#sla = sla;
    this.#places = new KnownPlaces(station.id);
  }

  protected async prepare(): Promise<void> {
    await this.#places.learn(this.database.pool as unknown as pg.ClientBase);
    for (const category of await this.database.prisma.category.findMany()) {
      for (const name of [category.code, category.nameZh, category.nameEn]) this.#categories.set(name.toLowerCase(), category);
    }
  }

  protected async store(client: pg.ClientBase, rows: readonly TicketRow[]): Promise<void> {
    for (const { category, district } of rows) {
      await this.#places.ensure(client, district);
      if (!this.#categories.has(category.toLowerCase()))
        this.#categories.set(category.toLowerCase(), await upsertCategory(client, category));
    }
    const now = new Date();
    // Somebody still goes to what is open; where the others were, nobody walks.
    const sites = new Map<TicketRow, Site | null>();
    for (const row of rows) if (row.point && !row.outcome) sites.set(row, await siteAt(client, row.point));
    const tickets = rows.map((row) => {
      const category = this.#categories.get(row.category.toLowerCase()) as KnownCategory;
      const place = (row.point && this.#places.at(row.point)) ?? this.#places.named(row.district);
      const report = {
        id: uuid(),
        stationId: this.#stationId,
        place: place ? { gridId: place.id, communityId: place.communityId } : null,
        category,
        priority: category.defaultPriority,
        source: 'IMPORT' as const,
        description: row.description,
        address: row.address,
        point: row.point,
        site: sites.get(row) ?? null,
        isAnonymous: false,
        reporterId: null,
        finderId: null,
        keyId: null,
      };
      return recorded(report, row.at, row.outcome, now, this.#sla);
    });
    await storePast(client, tickets);
  }
}
