// From a request to who is behind it: the token's person or partner, the device, the language.
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { type KeyRefusal, keyRefusal, looksLikeKey } from '@xieshou/schema/commons/partners/rules.ts';
import { type PartnerKeyRow, partnerViewer, readKeysByHash } from '@xieshou/schema/commons/partners/store.ts';
import { deleteSession, readSessionViewers } from '@xieshou/schema/commons/people/store.ts';
import { hashToken } from '@xieshou/schema/commons/people/tokens.ts';
import { RIGHTS_TOPIC, type Viewer } from '@xieshou/schema/frame/access/viewer.ts';
import type { Language } from '@xieshou/schema/frame/context.ts';
import { naturalLoader } from '@xieshou/schema/frame/natural-loader.ts';
import type { Device, Services } from '@xieshou/schema/frame/services.ts';

export const SESSION_COOKIE = 'xieshou_session';

/** The token of an Authorization value; null when it is not a bearer. */
export function bearerToken(authorization: unknown): string | null {
  const match = typeof authorization === 'string' ? /^Bearer ([\w.-]{1,200})$/i.exec(authorization) : null;
  return match?.[1] ?? null;
}

/** The token of a request: its bearer, else the browser's cookie. */
export function requestToken(headers: IncomingHttpHeaders): string | null {
  return bearerToken(headers.authorization) ?? cookie(headers.cookie, SESSION_COOKIE);
}

function cookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const [key, value] = part.trim().split('=');
    if (key === name && value) return value;
  }
  return null;
}

/** Who holds a token: nobody is null; a key that does not hold says why. */
export type Holder = { viewer: Viewer | null } | { refusal: KeyRefusal };

type Needed = Pick<Services, 'pool' | 'clock'>;

interface Asked {
  token: string;
  address: string;
}

/** Who holds the token now, coming from that address. An unknown session is nobody; an unknown key is refused. */
export async function holderOf(services: Needed, token: string | null, { address }: Pick<Device, 'address'>): Promise<Holder> {
  if (!token) return { viewer: null };
  let loader = holderLoaders.get(services.pool);
  if (!loader) {
    loader = naturalLoader((asked) => holdersOf(services, asked));
    holderLoaders.set(services.pool, loader);
  }
  return loader.load({ token, address });
}

/** One for each database: all requests of a server share their looks at it. */
const holderLoaders = new WeakMap<Needed['pool'], { load(asked: Asked): Promise<Holder> }>();

/** Like holderOf for many, two statements in all; answers in the order asked. */
export async function holdersOf({ pool, clock }: Needed, callers: readonly Asked[]): Promise<Holder[]> {
  const hashes = new Map(callers.map(({ token }) => [token, hashToken(token)]));
  const hashesOf = (areKeys: boolean) => [...hashes].filter(([token]) => looksLikeKey(token) === areKeys).map(([, hash]) => hash);
  const now = clock.now();
  const [sessions, keys] = await Promise.all([
    hashesOf(false).length > 0 ? readSessionViewers(pool, hashesOf(false), now) : new Map<string, Viewer>(),
    hashesOf(true).length > 0 ? readKeysByHash(pool, hashesOf(true)) : new Map<string, PartnerKeyRow>(),
  ]);
  return callers.map(({ token, address }): Holder => {
    const hash = hashes.get(token) as string;
    if (!looksLikeKey(token)) return { viewer: sessions.get(hash) ?? null };
    const key = keys.get(hash);
    const refusal = key ? keyRefusal(key, { now, address }) : 'KEY_UNKNOWN';
    return refusal || !key ? { refusal: refusal ?? 'KEY_UNKNOWN' } : { viewer: partnerViewer(key) };
  });
}

/** Ends the session of a token; its open sockets close at once. */
export async function endSession({ pool, live }: Pick<Services, 'pool' | 'live'>, token: string): Promise<void> {
  await deleteSession(pool, hashToken(token));
  live.touch([RIGHTS_TOPIC]);
}

/** The request's own id when the caller sent a sane one, else a new one. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const sent = headers['x-request-id'];
  return typeof sent === 'string' && /^[\w.-]{1,100}$/.test(sent) ? sent : randomUUID();
}

/** The best language of an Accept-Language header: Chinese unless English is wanted more. */
export function preferredLanguage(header: string | undefined): Language {
  if (!header) return 'zh';
  const wishes = header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters
        .find((parameter) => parameter.trim().startsWith('q='))
        ?.trim()
        .slice(2);
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter(({ language, quality }) => quality > 0 && (language === 'zh' || language === 'en'))
    .sort((a, b) => b.quality - a.quality);
  return wishes[0]?.language === 'en' ? 'en' : 'zh';
}

/**
 * The device behind a request.
 * @param proxies how many reverse proxies of ours stand before the server; only their entries of X-Forwarded-For are believed
 */
export function deviceOf(request: IncomingMessage, proxies: number): Device {
  const forwarded = proxies > 0 ? String(request.headers['x-forwarded-for'] ?? '').split(',') : [];
  const address = forwarded.at(-proxies)?.trim() || request.socket.remoteAddress || '';
  return {
    address: address.replace(/^::ffff:(?=\d+\.)/, ''),
    userAgent: request.headers['user-agent'] ?? '',
    origin: request.headers.origin ?? null,
    name: UUID.exec(String(request.headers[DEVICE_HEADER] ?? ''))?.[0].toLowerCase() ?? null,
  };
}

/**
 * The network that an address stands for where tries are counted: an IPv6 address is one of 2⁶⁴ that its holder may choose from
 * (RFC 6177).
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0');
  return `${[...groups, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** By what name the app on this device goes, so that many people on one device are seen as such. */
const DEVICE_HEADER = 'x-device-id';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the person's browser speaks TLS with us: to this process, or to a proxy of ours. */
export function isSecure(request: IncomingMessage, proxies: number): boolean {
  if ('encrypted' in request.socket) return true;
  return proxies > 0 && request.headers['x-forwarded-proto'] === 'https';
}

/**
 * Whether a browser at `Origin` may use this server: its own pages, and origins that the operator named.
 * Programs send no Origin and pass.
 */
export function isAllowedOrigin({ headers }: Pick<IncomingMessage, 'headers'>, publicOrigins: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined)
    return headers['sec-fetch-site'] === undefined || headers['sec-fetch-site'] === 'same-origin' || headers['sec-fetch-site'] === 'none';
  return origin === `http://${host}` || origin === `https://${host}` || publicOrigins.includes(origin);
}
