// Redis takes connections and answers nothing: requests are answered all the same, and it is said that something is wrong.
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newStaff, staffSignIn } from '../support/people.ts';
import { ask, raiseIssue, signIn, startTestServer, type TestServer } from '../support/server.ts';

const url = process.env.REDIS_URL;

/** A wire to Redis that can be held. */
async function openWire() {
  const sockets: Socket[] = [];
  let isHeld = false;
  const wire = createServer((near) => {
    const { hostname, port } = new URL(url as string);
    const far = connect(Number(port || 6379), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.pipe(to);
      from.on('error', () => to.destroy());
      sockets.push(from);
      if (isHeld) from.pause();
    }
  });
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve));
  const { port } = wire.address() as { port: number };
  const all = (what: 'pause' | 'resume') => {
    isHeld = what === 'pause';
    for (const socket of sockets) socket[what]();
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    hold: () => all('pause'),
    release: () => all('resume'),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => wire.close(resolve));
    },
  };
}

describe.runIf(url)('a Redis that stands still', () => {
  let wire: Awaited<ReturnType<typeof openWire>>;
  let server: TestServer;
  beforeAll(async () => {
    wire = await openWire();
    server = await startTestServer({ redisUrl: wire.url });
  });
  afterAll(async () => {
    wire.release();
    await server.stop();
    await wire.close();
  });

  it('delays a request by half a second at the most, and stops nothing; readyz tells', { timeout: 60_000 }, async () => {
    const token = await signIn(server);
    const { login, password } = await newStaff(server, 'GRID_WORKER', 'redis.still');
    const isReady = async () => (await fetch(`${server.address}readyz`)).status;
    expect(await isReady()).toBe(200);
    wire.hold();
    const begun = performance.now();
    expect((await ask(server, '{ station { name } }')).data.station.name).toBeTruthy();
    expect(await raiseIssue(server, token)).toBeTruthy();
    expect((await staffSignIn(server, login, password)).data.staffSignIn.token).toBeTruthy();
    expect(performance.now() - begun).toBeLessThan(10_000); // each of them would have waited for ever
    expect(await isReady()).toBe(503);
    wire.release();
    while ((await isReady()) !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await ask(server, '{ station { name } }')).data.station.name).toBeTruthy();
  });
});
