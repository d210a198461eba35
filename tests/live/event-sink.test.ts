// Server-sent events to a reader who does not read: little in memory, the newest when it reads again, let go in the end.
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionResult } from 'graphql';
import { afterEach, expect, it, vi } from 'vitest';
import { EventSink } from '../../api/live/event-sink.ts';

const closings: (() => void)[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const close of closings.splice(0)) close();
});

/** A response of a real server, and its reader, who has read the head and nothing more. */
async function openStream() {
  const server = createServer();
  closings.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const accepted = new Promise<ServerResponse>((resolve) => server.once('request', (_request, response) => resolve(response)));
  const asking = request({ port: (server.address() as AddressInfo).port }).end();
  asking.on('error', () => {});
  const response = await accepted;
  const answered = new Promise<import('node:http').IncomingMessage>((resolve) => asking.once('response', resolve));
  const sink = new EventSink(response);
  const reader = await answered;
  reader.on('error', () => {});
  return { response, sink, reader };
}

function stateOf(data: number) {
  const result = { data, filling: 'x'.repeat(20_000) } as unknown as ExecutionResult;
  return { result, body: Buffer.from(JSON.stringify(result)) };
}

it('a stream that is not read holds little in memory, misses what is old, and gets the newest when it is read again', async () => {
  const { response, sink, reader } = await openStream();
  const last = 2000;
  for (let data = 1; data <= last; data++) {
    sink.push(stateOf(data));
    expect(response.writableLength).toBeLessThan(400 * 1024);
    if (data % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  let text = '';
  await new Promise<void>((resolve) => {
    reader.on('data', (chunk) => {
      text += chunk;
      if (text.includes(`{"data":${last},`)) resolve();
    });
  });
  const told = [...text.matchAll(/^event: next\ndata: \{"data":(\d+),/gm)].map(([, data]) => Number(data));
  expect(told.length).toBeLessThan(last);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  sink.end();
  await new Promise((resolve) => reader.once('end', resolve));
  expect(text.endsWith('event: complete\ndata:\n\n')).toBe(true);
});

it('a stream that takes nothing for 15 seconds is let go', async () => {
  const { response, sink } = await openStream();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  for (let data = 1; data <= 2000; data++) sink.push(stateOf(data));
  vi.advanceTimersByTime(14_000);
  expect(response.destroyed).toBe(false);
  vi.advanceTimersByTime(1_100);
  expect(response.destroyed).toBe(true);
});

it('a stream with nothing to tell is kept awake', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const { reader } = await openStream();
  const pings = new Promise<void>((resolve) => {
    let text = '';
    reader.on('data', (chunk) => {
      text += chunk;
      if (text === ':\n\n'.repeat(3)) resolve();
      else vi.advanceTimersByTime(12_000);
    });
  });
  await pings;
});
