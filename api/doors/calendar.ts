// A volunteer's shifts for the calendar of their phone: whoever has the secret address may read it, and nothing else.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '@xieshou/schema/services.ts';
import { calendarOf } from '@xieshou/schema/volunteers/people/calendar.ts';
import { end } from './pages.ts';

export type CalendarDoor = (request: IncomingMessage, response: ServerResponse, pathname: string) => Promise<void>;

export function openCalendar({ pool, clock }: Pick<Services, 'pool' | 'clock'>): CalendarDoor {
  return async ({ method }, response, pathname) => {
    const [, secret] = /^\/calendar\/([\w-]{32})\.ics$/.exec(pathname) ?? [];
    const text = secret && method === 'GET' ? await calendarOf(pool, secret, clock.now()) : null;
    if (!text) return end(response, 404, 'Not found\n');
    response.writeHead(200, { 'Content-Type': 'text/calendar; charset=utf-8', 'Cache-Control': 'private, no-store' });
    response.end(text);
  };
}
