// The measures of the hot list as a table for spreadsheets.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { may } from '@xieshou/schema/access/may.ts';
import { type MeasuresRow, readMeasures } from '@xieshou/schema/answers/measures-store.ts';
import { monthOf } from '@xieshou/schema/calendar.ts';
import type { Services } from '@xieshou/schema/services.ts';
import { csvRow } from '../csv.ts';
import { deviceOf, holderOf, requestToken } from '../people/viewer.ts';
import { end } from './pages.ts';

export type MeasuresExportDoor = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

const COLUMNS = {
  duties: 'dutyCount',
  answered: 'answeredCount',
  answered_in_time: 'onTimeCount',
  median_hours_to_answer: 'medianHoursToAnswer',
  median_hours_to_patrol: 'medianHoursToPatrol',
  median_hours_to_status: 'medianHoursToStatus',
  found: 'foundCount',
  stepped_in: 'steppedInCount',
  resolved: 'resolvedCount',
} as const satisfies Record<string, keyof MeasuresRow>;

export function openMeasuresExport(services: Pick<Services, 'pool' | 'clock' | 'settings'>, proxies: number): MeasuresExportDoor {
  return async (request, response, url) => {
    if (request.method !== 'GET') return end(response, 404, 'Not found\n');
    const holder = await holderOf(services, requestToken(request.headers), deviceOf(request, proxies));
    const viewer = 'viewer' in holder ? holder.viewer : null;
    if (!viewer || !may({ viewer }, 'kpi.read')) return end(response, viewer ? 403 : 401, 'Sign in as somebody who may read figures.\n');
    const span = monthOf(url.searchParams.get('month') ?? '', services.settings.timeZone);
    if (!span) return end(response, 400, 'Write a month like 2026-11.\n');
    const rows = (await readMeasures(services.pool, span)).map((row) =>
      csvRow([row.gridName ?? '合计', ...Object.values(COLUMNS).map((name) => row[name])]),
    );
    response.writeHead(200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="hot-list.csv"',
      'Cache-Control': 'private, no-store',
    });
    response.end(`\ufeff${csvRow(['grid', ...Object.keys(COLUMNS)])}${rows.join('')}`);
  };
}
