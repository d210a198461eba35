// From a request to the person behind it.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Viewer } from '@xieshou/schema/access/viewer.ts';
import type { Language } from '@xieshou/schema/context.ts';
import { viewerOf } from '@xieshou/schema/people/sessions.ts';
import type { Services } from '@xieshou/schema/services.ts';

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

/** Who holds a token; null when nobody does. */
export async function findViewer(services: Services, token: string | null): Promise<Viewer | null> {
  return token ? viewerOf(services, token) : null;
}

/** The best language of an Accept-Language header: Chinese unless English is wanted more. */
export function preferredLanguage(header: string | undefined): Language {
  const wishes = (header ?? '')
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
 * Whether a browser at `Origin` may use this server: its own pages, and origins that the operator named.
 * Programs send no Origin and pass.
 */
export function isAllowedOrigin({ headers }: Pick<IncomingMessage, 'headers'>, publicOrigins: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return headers['sec-fetch-site'] !== 'cross-site';
  return origin === `http://${host}` || origin === `https://${host}` || publicOrigins.includes(origin);
}
