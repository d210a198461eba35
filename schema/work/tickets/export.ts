// Any filtered list of tickets as a file: CSV for a spreadsheet, GeoJSON for a map. Page by page, however long it is.
import type pg from 'pg';
import { record } from '../../commons/audit/store.ts';
import { readBuildings } from '../../commons/places/store.ts';
import { may } from '../../frame/access/may.ts';
import { reachOf } from '../../frame/access/rules.ts';
import type { Viewer } from '../../frame/access/viewer.ts';
import { type Exporter, notForThem } from '../../frame/export.ts';
import { csvHead, csvRow } from '../../ground/csv.ts';
import { FILTER_FIELDS, filterFrom } from './filter.ts';
import { readPage, type TicketRow } from './store.ts';

const PAGE = 500;

/** A ticket with the building it is at or near, and the entrance, as people call them; empty: none, or not for whoever asks. */
type Exported = TicketRow & { building: string };

const COLUMNS: Record<string, (ticket: Exported) => string | number | null> = {
  number: ({ number }) => number,
  status: ({ status }) => status,
  priority: ({ priority }) => priority,
  category: ({ category }) => category,
  category_name: ({ categoryNames: { zh } }) => zh,
  source: ({ source }) => source,
  grid: ({ gridPlace }) => gridPlace?.name ?? '',
  building: ({ building }) => building,
  address: ({ address }) => address,
  longitude: ({ longitude }) => longitude,
  latitude: ({ latitude }) => latitude,
  description: ({ description }) => description,
  result: ({ result }) => result ?? '',
  handler: ({ assignee }) => assignee?.title ?? '',
  created_at: ({ createdAt }) => createdAt.toISOString(),
  due_at: ({ dueAt }) => dueAt?.toISOString() ?? '',
  arrived_at: ({ arrivedAt }) => arrivedAt?.toISOString() ?? '',
  resolved_at: ({ resolvedAt }) => resolvedAt?.toISOString() ?? '',
  ended_at: ({ endedAt }) => endedAt?.toISOString() ?? '',
  rating: ({ rating }) => rating,
  reopened: ({ reopenCount }) => reopenCount,
};

const FORMATS = {
  csv: { type: 'text/csv', write: asCsv },
  geojson: { type: 'application/geo+json', write: asGeoJson },
};

/** @param format the query is a filter of tickets; what is no name of one is left out */
export const exportTickets =
  (format: keyof typeof FORMATS): Exporter =>
  async ({ pool }, { viewer, query, requestId }) => {
    if (!viewer || !may({ viewer }, 'ticket.export')) return notForThem(viewer, 'Sign in as somebody who may export tickets.');
    const filter = filterFrom(Object.fromEntries([...query].filter(([name]) => FILTER_FIELDS.includes(name))));
    if (!filter) return { status: 400, says: 'A value of the filter is not one.' };
    const search = query.size > 0 ? `?${query}` : '';
    await record(pool, viewer, [{ action: 'ticket.export', detail: { format, filter: search.slice(0, 500) }, requestId }]);
    const { type, write } = FORMATS[format];
    return { type, name: `tickets.${format}`, text: write(pages(pool, viewer, filter)) };
  };

async function* pages(pool: pg.Pool, viewer: Viewer, filter: NonNullable<ReturnType<typeof filterFrom>>): AsyncGenerator<Exported[]> {
  const reach = reachOf(viewer, 'ticket.read');
  for (let after: { at: Date | null; id: string } | null = null; ; ) {
    const rows: TicketRow[] = await readPage(pool, { reach, filter, order: 'CREATED', limit: PAGE, after, columns: null });
    yield viewer.kind === 'partner' ? rows.map(roughened) : await withBuildings(pool, rows);
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return;
    after = { at: last.createdAt, id: last.id };
  }
}

async function withBuildings(pool: pg.Pool, tickets: readonly TicketRow[]): Promise<Exported[]> {
  const ids = [...new Set(tickets.flatMap(({ buildingId }) => buildingId ?? []))];
  const buildings = new Map((await readBuildings(pool, ids)).map((building) => [building.id, building]));
  return tickets.map((ticket) => {
    const found = buildings.get(ticket.buildingId ?? '');
    const entrance = found?.entrances.find(({ id }) => id === ticket.entranceId);
    return { ...ticket, building: [found?.name, entrance?.name].filter(Boolean).join(' ') };
  });
}

/** Partners get places to some 100 m, as everywhere. */
function roughened(ticket: TicketRow): Exported {
  const roughly = (degrees: number | null) => degrees && Math.round(degrees * 1000) / 1000;
  return { ...ticket, building: '', address: '', longitude: roughly(ticket.longitude), latitude: roughly(ticket.latitude) };
}

async function* asCsv(pages: AsyncIterable<Exported[]>): AsyncGenerator<string> {
  yield csvHead(Object.keys(COLUMNS));
  for await (const page of pages) yield page.map((ticket) => csvRow(Object.values(COLUMNS).map((read) => read(ticket)))).join('');
}

async function* asGeoJson(pages: AsyncIterable<Exported[]>): AsyncGenerator<string> {
  let isFirst = true;
  yield '{"type":"FeatureCollection","features":[';
  for await (const page of pages) {
    for (const ticket of page) {
      const { longitude, latitude, ...properties } = Object.fromEntries(
        Object.entries(COLUMNS).map(([name, read]) => [name, read(ticket)]),
      );
      const geometry = longitude === null || latitude === null ? null : { type: 'Point', coordinates: [longitude, latitude] };
      yield `${isFirst ? '' : ','}\n${JSON.stringify({ type: 'Feature', geometry, properties })}`;
      isFirst = false;
    }
  }
  yield '\n]}\n';
}
