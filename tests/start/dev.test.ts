// npm run dev: pages and server at one address, and nothing left when it ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { readOwner } from '../../api/database/lock.ts';
import { isLong } from '../support/length.ts';
import { scratchFolder } from '../support/process.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it.runIf(isLong)('serves pages as they are and what the server answers, and ends whole', { timeout: 120_000 }, async () => {
  const { folder, remove } = scratchFolder();
  const [pages, port] = [await freePort(), await freePort()];
  const flags = ['--pages', `${pages}`, '--port', `${port}`, '--data', folder, '--no-demo'];
  const env = { ...process.env, DATABASE_URL: undefined, REDIS_URL: undefined };
  const dev = spawn(process.execPath, [join(ROOT, 'scripts/dev.ts'), ...flags], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(dev, 'exit');
  const said = new Set<string>();
  for await (const line of createInterface({ input: dev.stdout })) {
    said.add(line.replace(/http:\S+/, '').trim());
    if (said.has('Pages that change as they are edited:') && said.has('Xieshou is ready at')) break;
  }
  const at = (path: string) => new URL(path, `http://127.0.0.1:${pages}`);
  expect(await (await fetch(at('/hot'), { headers: { accept: 'text/html' } })).text()).toContain('/@vite/client');
  const answer = await fetch(at('/graphql'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ station { name } }' }),
  });
  expect((await answer.json()).data.station.name).toBe('和平街道派出所');
  dev.kill('SIGTERM');
  expect((await ended)[0]).toBe(0);
  expect(await readOwner(folder)).toBeNull();
  remove();
});
