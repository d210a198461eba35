import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { Heartbeat } from '../../api/live/heartbeat.ts';

/** As much of a socket, and of what lies below it, as a heartbeat touches; it answers pings at once, or never. */
class Peer extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  pings = 0;
  bytesRead = 100;
  readonly #answers: boolean;
  constructor(answers: boolean) {
    super();
    this.#answers = answers;
  }
  write() {
    this.pings += 1;
    if (this.#answers) this.bytesRead += 6;
  }
  terminate() {
    this.readyState = 3;
    this.emit('close');
  }
}

const ROUND_MS = 30_000;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const opened = (heartbeat: Heartbeat, count: number, answers: boolean) =>
  Array.from({ length: count }, () => {
    const peer = new Peer(answers);
    heartbeat.add(peer as unknown as WebSocket, peer as unknown as Socket);
    return peer;
  });

it('pings each socket once a round, never many at once, with one timer', () => {
  const heartbeat = new Heartbeat(ROUND_MS);
  const peers = opened(heartbeat, 6000, true);
  expect(vi.getTimerCount()).toBe(1);
  const pings = () => peers.reduce((sum, peer) => sum + peer.pings, 0);
  let most = 0;
  for (let before = 0, beat = 0; beat < 60; beat++, before = pings()) {
    vi.advanceTimersByTime(ROUND_MS / 60);
    most = Math.max(most, pings() - before);
  }
  expect(peers.every((peer) => peer.pings === 1)).toBe(true);
  expect(most).toBe(100);
  heartbeat.stop();
  expect(vi.getTimerCount()).toBe(0);
});

it('ends what has not answered by its next ping, and only that', () => {
  const heartbeat = new Heartbeat(ROUND_MS);
  const [well, gone] = [opened(heartbeat, 100, true), opened(heartbeat, 100, false)];
  vi.advanceTimersByTime(ROUND_MS);
  expect(gone.every(({ readyState }) => readyState === 1)).toBe(true); // asked once, and time to answer
  vi.advanceTimersByTime(ROUND_MS);
  expect(gone.every(({ readyState }) => readyState === 3)).toBe(true);
  expect(well.every(({ readyState, pings }) => readyState === 1 && pings === 2)).toBe(true);
  heartbeat.stop();
});

it('forgets sockets that have closed', () => {
  const heartbeat = new Heartbeat(ROUND_MS);
  const peers = opened(heartbeat, 10, true);
  for (const peer of peers) peer.terminate();
  vi.advanceTimersByTime(2 * ROUND_MS);
  expect(peers.every(({ pings }) => pings === 0)).toBe(true);
  heartbeat.stop();
});
