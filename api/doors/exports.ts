// Files that modules let people take away, each at its address.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { ExportedFile, Exporter } from '@xieshou/schema/frame/export.ts';
import type { Services } from '@xieshou/schema/frame/services.ts';
import { MODULES } from '@xieshou/schema/modules.ts';
import { deviceOf, holderOf, requestIdOf, requestToken } from '../people/viewer.ts';
import { end } from './pages.ts';

/** Answers whether the address is one of a file. */
export type ExportDoor = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>;

export function openExports(services: Pick<Services, 'pool' | 'clock' | 'settings'>, proxies: number): ExportDoor {
  const declared = MODULES.flatMap(({ exports = {} }) => Object.entries<() => Promise<Exporter>>(exports));
  const addresses = declared.map(([pathname, load]) => ({ pattern: new URLPattern({ pathname }), load }));
  /** Below these there are files and nothing else. */
  const folders = new Set(declared.map(([pathname]) => firstStepOf(pathname)));
  return async (request, response, url) => {
    if (!folders.has(firstStepOf(url.pathname))) return false;
    for (const { pattern, load } of request.method === 'GET' ? addresses : []) {
      const params = pattern.exec({ pathname: url.pathname })?.pathname.groups;
      if (!params) continue;
      await answer(request, response, { params, query: url.searchParams, exporter: await load() });
      return true;
    }
    end(response, 404, 'Not found\n');
    return true;
  };

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    { exporter, ...asked }: { params: Record<string, string | undefined>; query: URLSearchParams; exporter: Exporter },
  ): Promise<void> {
    const holder = await holderOf(services, requestToken(request.headers), deviceOf(request, proxies));
    const viewer = 'viewer' in holder ? holder.viewer : null;
    const found = await exporter(services, { ...asked, viewer, requestId: requestIdOf(request.headers) });
    if ('status' in found) end(response, found.status, `${found.says}\n`);
    else await send(response, found);
  }
}

const firstStepOf = (pathname: string) => pathname.split('/', 2)[1] ?? '';

async function send(response: ServerResponse, { type, name, text }: ExportedFile): Promise<void> {
  response.writeHead(200, {
    'Content-Type': `${type}; charset=utf-8`,
    'Cache-Control': 'private, no-store',
    ...(name && { 'Content-Disposition': `attachment; filename="${name}"` }),
  });
  if (typeof text === 'string') response.end(text);
  else await pipeline(text, response).catch(() => response.destroy()); // whoever goes away ends it
}
