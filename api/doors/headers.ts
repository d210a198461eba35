// What every answer carries, and headers as one list: node writes such a list at a third of the cost of headers that are set one by one.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSecure } from '../people/viewer.ts';

/** Names and values in turn, as `writeHead` takes them. It takes them only where none was set before. */
export type RawHeaders = readonly string[];

/** @param tiles origin of the map's tiles, the only foreign pictures; null: none */
const securityHeaders = (tiles: string | null): RawHeaders => [
  'Content-Security-Policy',
  `default-src 'self'; img-src 'self' data: blob:${tiles ? ` ${tiles}` : ''}; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  'X-Content-Type-Options',
  'nosniff',
  'Referrer-Policy',
  'same-origin',
  'Permissions-Policy',
  'camera=(self), geolocation=(self), microphone=(self)',
  'Cross-Origin-Opener-Policy',
  'same-origin',
];

/** What every answer carries, by how its request came. */
export function openCommonHeaders(tiles: string | null, proxies: number): (request: IncomingMessage) => RawHeaders {
  const open = securityHeaders(tiles);
  const secure = [...open, 'Strict-Transport-Security', 'max-age=31536000; includeSubDomains'];
  return (request) => (isSecure(request, proxies) ? secure : open);
}

const NO_ORIGIN: RawHeaders = ['Vary', 'Origin'];

/** CORS for the origins that the operator named, and for no other. */
export function originHeaders({ headers: { origin } }: IncomingMessage, publicOrigins: readonly string[]): RawHeaders {
  if (!origin || !publicOrigins.includes(origin)) return NO_ORIGIN;
  return [
    ...NO_ORIGIN,
    'Access-Control-Allow-Origin',
    origin,
    'Access-Control-Allow-Credentials',
    'true',
    'Access-Control-Allow-Methods',
    'GET, POST',
    'Access-Control-Allow-Headers',
    'authorization, content-type, idempotency-key, x-request-id, x-device-id, accept-language',
    'Access-Control-Expose-Headers',
    'x-request-id, retry-after, x-ratelimit-remaining',
    'Access-Control-Max-Age',
    '7200',
  ];
}

/** Sets them one by one, for whoever writes the head in another way. */
export function setHeaders(response: ServerResponse, headers: RawHeaders): void {
  for (let n = 0; n < headers.length; n += 2) response.setHeader(headers[n] as string, headers[n + 1] as string);
}

/** A list that grows; as with `setHeader`, the last value of a name counts. */
export class HeaderList {
  readonly raw: string[];

  constructor(headers: RawHeaders) {
    this.raw = [...headers];
  }

  set(name: string, value: string): void {
    for (let n = 0; n < this.raw.length; n += 2) {
      if (this.raw[n] !== name) continue;
      this.raw[n + 1] = value;
      return;
    }
    this.raw.push(name, value);
  }
}
