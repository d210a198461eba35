// A volunteer's own record of service as a table for spreadsheets.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readMoment } from '@xieshou/schema/calendar.ts';
import { readProof } from '@xieshou/schema/honours/certificates-store.ts';
import type { Services } from '@xieshou/schema/services.ts';
import { csvRow } from '../csv.ts';
import { deviceOf, holderOf, requestToken } from '../people/viewer.ts';
import { end } from './pages.ts';

export type ServiceExportDoor = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

export function openServiceExport(services: Pick<Services, 'pool' | 'clock' | 'settings'>, proxies: number): ServiceExportDoor {
  const { pool, settings } = services;
  /** 2026-11-26 19:00 */
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: settings.timeZone });
  return async (request, response, url) => {
    if (request.method !== 'GET') return end(response, 404, 'Not found\n');
    const holder = await holderOf(services, requestToken(request.headers), deviceOf(request, proxies));
    const viewer = 'viewer' in holder ? holder.viewer : null;
    if (viewer?.kind !== 'resident') return end(response, viewer ? 403 : 401, 'Sign in as the volunteer.\n');
    const [from = null, until = null] = ['from', 'until'].map((name) => readMoment(url.searchParams.get(name)));
    if (!from || !until || from >= until) return end(response, 400, 'The start must be before the end.\n');
    const proof = await readProof(pool, { volunteerId: viewer.residentId, name: viewer.name, span: { from, until } });
    const head = csvRow(['时间', '活动', '内容', '队伍', '地点', '分钟', '评分', '评价']);
    const rows = (proof?.services ?? []).map(({ at, title, content, team, place, minutes, rating, evaluation }) =>
      csvRow([format.format(new Date(at)), title, content, team, place, minutes, rating, evaluation]),
    );
    response.writeHead(200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="service.csv"',
      'Cache-Control': 'private, no-store',
    });
    response.end(`\ufeff${head}${rows.join('')}`);
  };
}
