// Any filtered list of tickets as a file: CSV for a spreadsheet, GeoJSON for a map. Page by page, however long it is.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { may } from '@xieshou/schema/access/may.ts';
import { reachOf } from '@xieshou/schema/access/rules.ts';
import type { Viewer } from '@xieshou/schema/access/viewer.ts';
import { record } from '@xieshou/schema/audit/store.ts';
import type { Services } from '@xieshou/schema/services.ts';
import { FILTER_FIELDS, filterFrom } from '@xieshou/schema/tickets/filter.ts';
import { readPage, type TicketRow } from '@xieshou/schema/tickets/store.ts';
import { csvRow } from '../csv.ts';
import { deviceOf, holderOf, requestIdOf, requestToken } from '../people/viewer.ts';
import { end } from './pages.ts';

const PAGE = 500;

const COLUMNS: Record<string, (ticket: TicketRow) => string | number | null> = {
  number: ({ number }) => number,
  status: ({ status }) => status,
  priority: ({ priority }) => priority,
  category: ({ category }) => category,
  category_name: ({ categoryNames: { zh } }) => zh,
  source: ({ source }) => source,
  grid: ({ gridPlace }) => gridPlace?.name ?? '',
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

export type ExportDoor = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

export function openExports(services: Pick<Services, 'pool' | 'clock'>, proxies: number): ExportDoor {
  return async (request, response, url) => {
    const format = url.pathname.split('.').at(-1);
    if ((format !== 'csv' && format !== 'geojson') || request.method !== 'GET') return end(response, 404, 'Not found\n');
    const holder = await holderOf(services, requestToken(request.headers), deviceOf(request, proxies));
    const viewer = 'viewer' in holder ? holder.viewer : null;
    if (!viewer || !may({ viewer }, 'ticket.export'))
      return end(response, viewer ? 403 : 401, 'Sign in as somebody who may export tickets.\n');
    const filter = filterFrom(Object.fromEntries([...url.searchParams].filter(([name]) => FILTER_FIELDS.includes(name))));
    if (!filter) return end(response, 400, 'A value of the filter is not one.\n');
    await record(services.pool, viewer, [
      { action: 'ticket.export', detail: { format, filter: url.search.slice(0, 500) }, requestId: requestIdOf(request.headers) },
    ]);
    response.writeHead(200, {
      'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/geo+json; charset=utf-8',
      'Content-Disposition': `attachment; filename="tickets.${format}"`,
      'Cache-Control': 'no-store',
    });
    // Whoever goes away ends it.
    await pipeline(format === 'csv' ? asCsv(pages()) : asGeoJson(pages()), response).catch(() => response.destroy());

    async function* pages(): AsyncGenerator<TicketRow[]> {
      const reach = reachOf(viewer as Viewer, 'ticket.read');
      for (let after: { at: Date | null; id: string } | null = null; ; ) {
        const rows: TicketRow[] = await readPage(services.pool, {
          reach,
          filter: filter ?? {},
          order: 'CREATED',
          limit: PAGE,
          after,
          columns: null,
        });
        yield rows.map((row) => (viewer?.kind === 'partner' ? roughened(row) : row));
        const last = rows.at(-1);
        if (rows.length < PAGE || !last) return;
        after = { at: last.createdAt, id: last.id };
      }
    }
  };
}

/** Partners get places to some 100 m, as everywhere. */
function roughened(ticket: TicketRow): TicketRow {
  const roughly = (degrees: number | null) => degrees && Math.round(degrees * 1000) / 1000;
  return { ...ticket, address: '', longitude: roughly(ticket.longitude), latitude: roughly(ticket.latitude) };
}

async function* asCsv(pages: AsyncIterable<TicketRow[]>): AsyncGenerator<string> {
  yield `\ufeff${csvRow(Object.keys(COLUMNS))}`; // the mark tells spreadsheets that it is UTF-8
  for await (const page of pages) yield page.map((ticket) => csvRow(Object.values(COLUMNS).map((read) => read(ticket)))).join('');
}

async function* asGeoJson(pages: AsyncIterable<TicketRow[]>): AsyncGenerator<string> {
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
