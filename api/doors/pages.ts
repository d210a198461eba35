// The built client: files kept in memory, compressed once.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** Built files with a hash in their name never change. */
const IMMUTABLE = /^\/assets\//;

interface Page {
  type: string;
  bytes: Buffer;
  gzipped: Buffer | null;
  etag: string;
}

export type PageDoor = (request: IncomingMessage, response: ServerResponse, pathname: string) => void;

/**
 * Serves the files of `folder`; any other path gets index.html, because the client has its own routes.
 * Files are read once, at the start.
 */
export function openPages(folder: string): PageDoor {
  const pages = new Map<string, Page>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    pages.set(`/${relative(folder, file).split(sep).join('/')}`, readPage(file));
  }
  const index = pages.get('/index.html');

  return (request, response, pathname) => {
    const isFile = extname(pathname) !== '';
    const page = pages.get(pathname) ?? (isFile ? undefined : index);
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'Method not allowed\n', { Allow: 'GET, HEAD' });
    if (!page) return end(response, 404, 'Not found\n');
    send(request, response, page, IMMUTABLE.test(pathname) ? 'public, max-age=31536000, immutable' : 'no-cache');
  };
}

function readPage(file: string): Page {
  const bytes = readFileSync(file);
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  const gzipped = /^(text|application\/(json|manifest)|image\/svg)/.test(type) ? gzipSync(bytes, { level: 9 }) : null;
  return { type, bytes, gzipped, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
}

function send(request: IncomingMessage, response: ServerResponse, page: Page, cacheControl: string): void {
  const headers: Record<string, string | number> = {
    'Content-Type': page.type,
    'Cache-Control': cacheControl,
    ETag: page.etag,
    Vary: 'Accept-Encoding',
  };
  if (request.headers['if-none-match'] === page.etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const isGzip = page.gzipped !== null && /\bgzip\b/.test(String(request.headers['accept-encoding']));
  const body = isGzip && page.gzipped ? page.gzipped : page.bytes;
  if (isGzip) headers['Content-Encoding'] = 'gzip';
  headers['Content-Length'] = body.length;
  response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : body);
}

/** A short plain answer. */
export function end(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...headers }).end(text);
}
