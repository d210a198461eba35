// The front door: which address goes where, and what every answer carries.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ProblemCode } from '@xieshou/schema/frame/errors/problems.ts';
import { wordsIn } from '@xieshou/schema/frame/errors/words.ts';
import { printedSchema } from '@xieshou/schema/index.ts';
import { isAllowedOrigin, preferredLanguage, requestIdOf } from '../people/viewer.ts';
import { StartError } from '../start-error.ts';
import { CERTIFICATE_PATH, type CertificateDoor } from './certificates.ts';
import type { ExportDoor } from './exports.ts';
import { openCommonHeaders, originHeaders, type RawHeaders, setHeaders } from './headers.ts';
import { LIMITS } from './limits.ts';
import { end, type PageDoor } from './pages.ts';
import type { UploadDoor } from './uploads.ts';

/** Milliseconds; Node looks at them this often, by default only every half minute. */
const TIME_OUTS = { headersTimeout: 15_000, requestTimeout: 30_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 2_000 };

export interface Doors {
  /** @param headers what its answers carry besides: not set yet */
  graphql(request: IncomingMessage, response: ServerResponse, headers: RawHeaders): unknown;
  /** Undefined when the client is not built: the API alone. */
  pages: PageDoor | undefined;
  /** Whether database and event bus answer. */
  isReady(): Promise<boolean>;
  publicOrigins: readonly string[];
  /** GraphiQL; undefined where it is closed. */
  explorer: ((response: ServerResponse) => Promise<void>) | undefined;
  mayReadSchema(request: IncomingMessage): Promise<boolean>;
  /** Where the map's tiles come from; null: there are none. */
  tilesOrigin: string | null;
  proxies: number;
  uploads: UploadDoor;
  exports: ExportDoor;
  certificates: CertificateDoor;
}

/** The HTTP server, not listening yet. */
export function openHttp(doors: Doors): Server {
  const commonHeaders = openCommonHeaders(doors.tilesOrigin, doors.proxies);
  const server = createServer(TIME_OUTS, (request, response) => {
    const headers = commonHeaders(request);
    route(request, response, headers, doors).catch(() => {
      if (response.headersSent) return response.destroy();
      setHeaders(response, headers);
      end(response, 500, 'Something went wrong. Please try again.\n');
    });
  });
  return server;
}

async function route(request: IncomingMessage, response: ServerResponse, headers: RawHeaders, doors: Doors): Promise<void> {
  const url = request.url ?? '/';
  if (url === '/graphql') return guardGraphql(request, response, headers, doors);
  const parsed = URL.parse(url, 'http://localhost') ?? new URL('http://localhost/');
  const { pathname } = parsed;
  if (pathname === '/graphql') return guardGraphql(request, response, headers, doors);
  setHeaders(response, headers);
  switch (pathname) {
    case '/schema.graphql':
      return (await doors.mayReadSchema(request)) ? end(response, 200, printedSchema()) : end(response, 404, 'Not found\n');
    case '/healthz':
      return end(response, 200, 'ok\n');
    case '/readyz': {
      const isReady = await doors.isReady();
      return end(response, isReady ? 200 : 503, isReady ? 'ready\n' : 'not ready\n');
    }
    default:
      if (CERTIFICATE_PATH.test(pathname)) return doors.certificates(request, response, pathname);
      if (pathname === '/uploads' || pathname.startsWith('/uploads/')) return doors.uploads(request, response, pathname);
      if (await doors.exports(request, response, parsed)) return;
      if (!doors.pages) return end(response, 404, 'Not found\n');
      return doors.pages(request, response, pathname);
  }
}

/**
 * What may reach GraphQL: own origins only, JSON only (a form of another site cannot send it), uncompressed, bounded.
 */
async function guardGraphql(request: IncomingMessage, response: ServerResponse, common: RawHeaders, doors: Doors): Promise<void> {
  const refusal = refusalOf(request, doors);
  if (refusal) {
    setHeaders(response, common);
    return refuse(request, response, refusal);
  }
  const headers = [...common, ...originHeaders(request, doors.publicOrigins)];
  if (request.method === 'OPTIONS') {
    setHeaders(response, headers);
    return end(response, 204, '');
  }
  if (request.method === 'GET' && doors.explorer && wantsPage(request)) {
    setHeaders(response, headers);
    return doors.explorer(response);
  }
  await doors.graphql(request, response, headers);
}

interface Refusal {
  status: number;
  code: ProblemCode;
  words: 'originForeign' | 'contentTypeWrong' | 'contentEncoded' | 'bodyTooLarge' | 'methodWrong';
}

function refusalOf(request: IncomingMessage, { publicOrigins, explorer }: Doors): Refusal | null {
  const isVisit = explorer && request.method === 'GET' && wantsPage(request) && request.headers['sec-fetch-mode'] === 'navigate';
  if (!isVisit && !isAllowedOrigin(request, publicOrigins)) return { status: 403, code: 'FORBIDDEN', words: 'originForeign' };
  if (request.method === 'GET' || request.method === 'OPTIONS') return null;
  if (request.method !== 'POST') return { status: 405, code: 'BAD_USER_INPUT', words: 'methodWrong' };
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') return { status: 415, code: 'BAD_USER_INPUT', words: 'contentTypeWrong' };
  if (request.headers['content-encoding'] !== undefined) return { status: 415, code: 'BAD_USER_INPUT', words: 'contentEncoded' };
  const isLarge = Number(request.headers['content-length'] ?? 0) > LIMITS.bodyBytes;
  return isLarge ? { status: 413, code: 'BAD_USER_INPUT', words: 'bodyTooLarge' } : null;
}

/** Says no in the shape of GraphQL, so that every client can show it. */
function refuse(request: IncomingMessage, response: ServerResponse, { status, code, words }: Refusal): void {
  const requestId = requestIdOf(request.headers);
  const message = wordsIn(preferredLanguage(request.headers['accept-language']))[words];
  response.setHeader('X-Request-Id', requestId);
  if (status === 405) response.setHeader('Allow', 'GET, POST');
  const body = JSON.stringify({ errors: [{ message, extensions: { code, requestId } }] });
  const isUnread = status === 413 || status === 415;
  end(response, status, body, { 'Content-Type': 'application/json; charset=utf-8', ...(isUnread ? { Connection: 'close' } : {}) });
}

function wantsPage({ headers, url }: IncomingMessage): boolean {
  return (headers.accept ?? '').includes('text/html') && !/[?&](query|extensions)=/.test(url ?? '');
}

/** Listens, and answers the port. @throws StartError in one sentence */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const sentences: Record<string, string> = {
        EADDRINUSE: `Port ${port} on ${host} is taken: stop the program that uses it, or choose another with --port (0 for any free one).`,
        EACCES: `Port ${port} needs more rights: choose one above 1023 with --port.`,
        EADDRNOTAVAIL: `This machine has no address ${host}: choose another with --host.`,
        ENOTFOUND: `This machine has no address ${host}: choose another with --host.`,
      };
      reject(new StartError(sentences[error.code ?? ''] ?? `Cannot listen on ${host}:${port} (${error.message}).`));
    });
    server.listen(port, host, () => resolve((server.address() as { port: number }).port));
  });
}
