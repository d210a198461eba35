// Redis takes connections and answers nothing: requests are answered all the same, and it is said that something is wrong.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newStaff, staffSignIn } from '../support/people.ts';
import { ask, raiseIssue, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { openWire, type Wire } from '../support/wire.ts';

const url = process.env.REDIS_URL;

describe.runIf(url)('a Redis that stands still', () => {
  let wire: Wire;
  let server: TestServer;
  beforeAll(async () => {
    wire = await openWire(url as string);
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
