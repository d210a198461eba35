// Who is told of what, once; and browsers that are woken.
import { createECDH, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import webPush from 'web-push';
import { isPublicAddress } from '../../api/jobs/public-address.ts';
import { startPush } from '../../api/jobs/push.ts';
import { type Deliver, deliverOverHttps } from '../../api/jobs/push-delivery.ts';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { act, alarm, IN_GRID_3, look, report } from '../support/tickets.ts';
import { serving } from '../support/town.ts';

const { id: assigneeId, index: officerIndex } = serving('OFFICER', 3);

let server: TestServer;
let zhang: string;
let officer: string;
let desk: string;
beforeAll(async () => {
  server = await startTestServer({ pushKey: 'a key that pages are given' });
  [zhang, officer, desk] = await Promise.all([
    signIn(server, 'RESIDENT', 0),
    signIn(server, 'OFFICER', officerIndex),
    signIn(server, 'DISPATCHER', 0),
  ]);
});
afterAll(() => server?.stop());

const FEED = 'unreadCount events { sequence kind ticket { id } }';
const feedOf = async (token: string) => (await ask(server, `{ notifications { ${FEED} } }`, {}, { token })).data.notifications;
const kindsOf = async (token: string) => (await feedOf(token)).events.map(({ kind }: { kind: string }) => kind);

describe('notifications', () => {
  it('tell each what others did to their tickets, and not what they did themselves', async () => {
    const { ticket } = await report(server, zhang, { location: IN_GRID_3 });
    expect(await kindsOf(zhang)).toEqual([]);
    await act(server, desk, 'Dispatch', ticket.id, { assigneeId });
    expect(await kindsOf(officer)).toEqual(['DISPATCHED']);
    await act(server, officer, 'Accept', ticket.id);
    await act(server, officer, 'Ask', ticket.id, { text: '几号楼？' });
    expect(await kindsOf(zhang)).toEqual(['ASKED', 'ACCEPTED', 'DISPATCHED']);
    await act(server, zhang, 'Note', ticket.id, { text: '三号楼' });
    expect(await kindsOf(officer)).toEqual(['NOTED', 'DISPATCHED']);
    expect(await kindsOf(await signIn(server, 'RESIDENT', 9))).toEqual([]);
  });

  it('are unread until they are seen, and stay seen', async () => {
    const { unreadCount, events } = await feedOf(zhang);
    expect(unreadCount).toBe(3);
    const see = (sequence: string) =>
      ask(
        server,
        `mutation ($sequence: String!) { x: notificationsSeen(input: { sequence: $sequence }) { __typename ... on NotificationsSeenSuccess { notifications { unreadCount } } } }`,
        { sequence },
        { token: zhang },
      );
    expect((await see(events[0].sequence)).data.x.notifications.unreadCount).toBe(0);
    await see(events[2].sequence); // another tab that is behind
    expect((await feedOf(zhang)).unreadCount).toBe(0);
    expect((await see('-1')).data.x.__typename).toBe('ValidationError');
  });

  it('tell the desk of every alarm', async () => {
    const { ticket } = await alarm(server, await signIn(server, 'RESIDENT', 20));
    expect((await feedOf(desk)).events[0]).toMatchObject({ kind: 'REPORTED', ticket: { id: ticket.id } });
  });
});

describe('a ticket that is split', () => {
  it('becomes two, of one place and reporter, in one step; asked twice it is split once', async () => {
    const { ticket } = await report(server, zhang, { location: IN_GRID_3, description: '楼道堆物，灯也坏了' });
    const split = (input: object, key = 'split-once-1') =>
      ask(
        server,
        `mutation ($input: TicketSplitInput!) { x: ticketSplit(input: $input) { __typename ... on ValidationError { fieldErrors { path code } }
          ... on TicketSplitSuccess { ticket { id version } part { id number status category { code } grid { code } description } } } }`,
        { input: { ticketId: ticket.id, category: 'lighting', description: '楼道灯坏了', ...input } },
        { token: desk, headers: { 'idempotency-key': key } },
      );
    expect((await split({ category: 'nothing' }, 'split-wrong')).data.x.fieldErrors).toMatchObject([{ code: 'UNKNOWN' }]);
    const [first, second] = await Promise.all([split({}), split({})]);
    const { part } = first.data.x;
    expect(part).toMatchObject({ status: 'SUBMITTED', category: { code: 'lighting' }, grid: { code: '3' }, description: '楼道灯坏了' });
    expect(second.data.x.part.id).toBe(part.id);
    const seen = await look(server, zhang, ticket.id);
    expect(seen.lastEvents.filter(({ kind }: { kind: string }) => kind === 'SPLIT')).toHaveLength(1);
    expect((await look(server, zhang, part.id)).reporter).toMatchObject({ name: '张桂芳' });
  });
});

describe('pushes', () => {
  const keys = { subject: 'mailto:desk@xieshou.example', ...webPush.generateVAPIDKeys() };

  function browser() {
    const ecdh = createECDH('prime256v1');
    ecdh.generateKeys();
    return { p256dh: ecdh.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') };
  }

  const subscribe = (token: string, input: object) =>
    ask(
      server,
      `mutation ($input: PushSubscribeInput!) { x: pushSubscribe(input: $input) { __typename ... on ValidationError { fieldErrors { path } } ... on PushSuccess { isOn } } }`,
      { input },
      { token },
    );

  it('wake the browsers of those concerned, in order, encrypted, and forget a browser that is gone', async () => {
    const [phone, gone] = ['https://push.example/zhang', 'https://push.example/gone'];
    for (const endpoint of [phone, gone]) expect((await subscribe(zhang, { endpoint, ...browser() })).data.x.isOn).toBe(true);
    const sent: string[] = [];
    let heard: (() => void) | undefined;
    const deliver: Deliver = async (endpoint, { headers, body }) => {
      sent.push(endpoint);
      expect(headers).toMatchObject({ 'Content-Encoding': 'aes128gcm', Urgency: 'high' });
      expect(String(headers.Authorization)).toMatch(/^vapid t=/);
      expect(body.includes('GD-')).toBe(false); // nothing to be read on the way
      heard?.();
      return endpoint === gone ? 410 : 201;
    };
    const { services } = server.house;
    const { pool } = services;
    const stop = startPush(services, keys, deliver);
    const { ticket } = await report(server, zhang, { location: IN_GRID_3, category: 'parking' });
    const until = (count: number) =>
      new Promise<void>((resolve) => {
        heard = () => sent.filter((endpoint) => endpoint === phone).length >= count && resolve();
        heard();
      });
    await act(server, desk, 'Dispatch', ticket.id, { assigneeId });
    await until(1);
    await act(server, officer, 'Accept', ticket.id);
    await until(2);
    await stop();
    expect(sent.filter((endpoint) => endpoint === gone)).toHaveLength(1);
    expect((await pool.query('SELECT endpoint FROM push_subscription')).rows).toEqual([{ endpoint: phone }]);
    // A new start goes on where the last one stopped.
    const again = startPush(services, keys, deliver);
    await act(server, officer, 'Arrive', ticket.id);
    await until(3);
    await again();
    expect(sent.filter((endpoint) => endpoint === phone)).toHaveLength(3);
  });

  it('reach everybody while the service of one stands still, and stopping does not wait for it', async () => {
    const { services } = server.house;
    const { pool } = services;
    await pool.query('DELETE FROM push_subscription');
    // Ten browsers of one resident whose service takes a request and never answers; another's is sound.
    const neighbour = await signIn(server, 'RESIDENT', 71);
    for (let n = 0; n < 10; n++)
      expect((await subscribe(zhang, { endpoint: `https://slow.example/${n}`, ...browser() })).data.x.isOn).toBe(true);
    await subscribe(neighbour, { endpoint: 'https://push.example/neighbour', ...browser() });
    const heard = Promise.withResolvers<number>();
    const begun = performance.now();
    const asked = new Set<string>();
    let slowNow = 0;
    let slowMost = 0;
    const deliver: Deliver = (endpoint, { signal }) => {
      asked.add(endpoint);
      if (endpoint.includes('slow')) {
        slowMost = Math.max(slowMost, ++slowNow);
        signal.addEventListener('abort', () => (slowNow -= 1));
      }
      if (endpoint.includes('neighbour')) heard.resolve(performance.now() - begun);
      else return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      return Promise.resolve(201);
    };
    const stop = startPush(services, keys, deliver);
    const slow = (await report(server, zhang, { location: IN_GRID_3, category: 'lighting' })).ticket;
    await act(server, desk, 'Dispatch', slow.id, { assigneeId });
    const other = (await report(server, neighbour, { location: IN_GRID_3, category: 'lighting' })).ticket;
    await act(server, desk, 'Dispatch', other.id, { assigneeId });
    expect(await heard.promise).toBeLessThan(5000);
    expect(
      (await pool.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'`)).rowCount,
    ).toBe(0);
    const before = performance.now();
    await stop();
    expect(performance.now() - before).toBeLessThan(2000);
    expect(asked.size).toBeGreaterThan(1);
    expect(slowMost).toBe(2); // nobody holds all lanes
    // What was cut off is still queued, and nobody is blamed for it.
    const { rows } = await pool.query<{ waiting: number; failures: number }>(
      'SELECT (SELECT count(*)::int FROM push_message) AS waiting, (SELECT sum(failures)::int FROM push_subscription) AS failures',
    );
    expect(rows[0]).toEqual({ waiting: 10, failures: 0 });
  });

  it('are tried again later when a service fails, ever more rarely, and end with the session', async () => {
    const { services } = server.house;
    const { pool } = services;
    await pool.query('DELETE FROM push_subscription');
    const person = await signIn(server, 'RESIDENT', 72);
    await subscribe(person, { endpoint: 'https://push.example/shaky', ...browser() });
    let status = 503;
    let tried = Promise.withResolvers<void>();
    const deliver: Deliver = async () => {
      tried.resolve();
      return status;
    };
    const { ticket } = await report(server, person, { location: IN_GRID_3, category: 'lighting' });
    const stop = startPush(services, keys, deliver);
    await act(server, desk, 'Dispatch', ticket.id, { assigneeId });
    const state = async () =>
      (
        await pool.query(
          `SELECT failures, retry_at > now() AS waits, (SELECT count(*)::int FROM push_message) AS queued FROM push_subscription`,
        )
      ).rows[0];
    const until = async (isSo: (now: { failures: number; waits: boolean | null; queued: number }) => boolean) => {
      while (!isSo(await state())) await new Promise((resolve) => setTimeout(resolve, 20)); // its only trace is in the database
    };
    await tried.promise;
    await until(({ failures, waits, queued }) => failures === 1 && waits === true && queued === 1);
    await pool.query('UPDATE push_subscription SET retry_at = now()');
    tried = Promise.withResolvers<void>();
    status = 201;
    await tried.promise; // within the two seconds of the next look
    await until(({ failures, queued }) => failures === 0 && queued === 0);
    await stop();
    await ask(server, 'mutation { signOut { __typename } }', {}, { token: person });
    expect((await pool.query('SELECT FROM push_subscription')).rowCount).toBe(0);
  });

  it('are not on where the server has no keys for them', async () => {
    const bare = await startTestServer();
    const token = await signIn(bare, 'RESIDENT', 5);
    const { data } = await ask(
      bare,
      `mutation ($input: PushSubscribeInput!) { x: pushSubscribe(input: $input) { ... on PushSuccess { isOn } } }`,
      { input: { endpoint: 'https://push.example/z', ...browser() } },
      { token },
    );
    expect(data.x.isOn).toBe(false);
    await bare.stop();
  });

  it('go to no address that is not a push service', async () => {
    for (const endpoint of ['http://push.example/x', 'https://user:x@push.example/', 'ftp://x', 'x']) {
      expect((await subscribe(zhang, { endpoint, ...browser() })).data.x.fieldErrors, endpoint).toMatchObject([
        { path: ['input', 'endpoint'] },
      ]);
    }
    expect(
      (await subscribe(zhang, { endpoint: 'https://push.example/y', p256dh: 'short', auth: browser().auth })).data.x.fieldErrors,
    ).toHaveLength(1);
    const open = ['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'];
    const closed = [
      '127.0.0.1',
      '10.1.2.3',
      '169.254.169.254',
      '192.168.0.1',
      '172.20.0.1',
      '0.0.0.0',
      '::1',
      'fd00::1',
      'fe80::1',
      '::ffff:127.0.0.1',
      'x',
      '192.0.2.1',
      '198.51.100.7',
      '203.0.113.9',
      '192.88.99.1',
      '100.64.0.1',
      '198.18.0.1',
      '240.0.0.1',
      '255.255.255.255',
      '::',
      '::7f00:1',
      '::127.0.0.1',
      '::ffff:7f00:1',
      'fec0::1',
      '64:ff9b::7f00:1',
      '64:ff9b:1::1',
      '2002:7f00:1::',
      '2001::1',
      '100::1',
      '2001:db8::1',
      '3fff::1',
      '5f00::1',
      'ff02::1',
      'fc00::1',
    ];
    expect(open.filter(isPublicAddress)).toEqual(open);
    expect(closed.filter(isPublicAddress)).toEqual([]);
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      await expect(
        deliverOverHttps(`https://${host}:1/`, { headers: {}, body: Buffer.alloc(0), signal: AbortSignal.timeout(5000) }),
      ).rejects.toThrow('open network');
    }
  });
});
