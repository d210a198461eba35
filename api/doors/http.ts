// The front door: which address goes where, and what every answer carries.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { printedSchema } from '@xieshou/schema/index.ts';
import { StartError } from '../config.ts';
import { isAllowedOrigin } from '../people/viewer.ts';
import { end, type PageDoor } from './pages.ts';

const LARGEST_BODY_BYTES = 256 * 1024;

const SECURITY_HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), geolocation=(self), microphone=(self)',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

export interface Doors {
  graphql(request: IncomingMessage, response: ServerResponse): unknown;
  /** Undefined when the client is not built: the API alone. */
  pages: PageDoor | undefined;
  /** Whether database and event bus answer. */
  isReady(): Promise<boolean>;
  publicOrigins: readonly string[];
}

/** The HTTP server, not listening yet. */
export function openHttp(doors: Doors): Server {
  const server = createServer({ headersTimeout: 15_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 }, (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    route(request, response, doors).catch(() => {
      if (!response.headersSent) end(response, 500, 'Something went wrong. Please try again.\n');
      else response.destroy();
    });
  });
  return server;
}

async function route(request: IncomingMessage, response: ServerResponse, doors: Doors): Promise<void> {
  const url = request.url ?? '/';
  const pathname = URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost').pathname : '/';
  switch (pathname) {
    case '/graphql':
      return guardGraphql(request, response, doors);
    case '/schema.graphql':
      return end(response, 200, printedSchema());
    case '/healthz':
      return end(response, 200, 'ok\n');
    case '/readyz': {
      const isReady = await doors.isReady();
      return end(response, isReady ? 200 : 503, isReady ? 'ready\n' : 'not ready\n');
    }
    default:
      if (!doors.pages) return end(response, 404, 'Not found\n');
      return doors.pages(request, response, pathname);
  }
}

/**
 * What may reach GraphQL: own origins only, JSON only (a form of another site cannot send it), and a bounded body.
 */
async function guardGraphql(request: IncomingMessage, response: ServerResponse, doors: Doors): Promise<void> {
  if (!isAllowedOrigin(request, doors.publicOrigins)) return end(response, 403, 'This origin may not use the API.\n');
  if (request.method === 'POST') {
    const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
    if (type !== 'application/json') return end(response, 415, 'Send application/json.\n');
    const length = Number(request.headers['content-length']);
    if (!(length <= LARGEST_BODY_BYTES)) {
      // Without a length the size is unknown until it is too late.
      return end(response, Number.isNaN(length) ? 411 : 413, 'Send at most 256 KB, with a Content-Length.\n', { Connection: 'close' });
    }
  }
  await doors.graphql(request, response);
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
