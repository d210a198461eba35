// Photos and voice notes through the real door: what is kept is never what was sent.
import { readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expire } from '../../api/jobs/retention.ts';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { act, IN_GRID_3, look, report } from '../support/tickets.ts';
import { serving } from '../support/town.ts';

const { id: assigneeId, index: officerIndex } = serving('OFFICER', 3);

let server: TestServer;
let [zhang, neighbour, officer]: string[] = [];
beforeAll(async () => {
  server = await startTestServer();
  [zhang, neighbour, officer] = await Promise.all([
    signIn(server, 'RESIDENT', 0),
    signIn(server, 'RESIDENT', 1),
    signIn(server, 'OFFICER', officerIndex),
  ]);
});
afterAll(() => server?.stop());

const GPS = { IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '38/1 27/1 3132/100', GPSLongitudeRef: 'E', GPSLongitude: '116/1 1/1 4620/100' } };
const picture = (width = 64, height = 48) => sharp({ create: { width, height, channels: 3, background: '#c33' } });
const withExif = () =>
  picture(2400, 1800)
    .withExif({ ...GPS, IFD0: { Make: 'SecretCamera', Copyright: 'Auntie Zhang' } })
    .jpeg()
    .toBuffer();

async function send(
  bytes: Uint8Array,
  { token = zhang, type = 'image/jpeg', headers = {} }: { token?: string; type?: string; headers?: object } = {},
) {
  const answer = await fetch(new URL('uploads', server.address), {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: { 'content-type': type, ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
  });
  return { status: answer.status, body: await answer.json() };
}

const load = (url: string, token?: string) =>
  fetch(new URL(url, server.address), { headers: token ? { authorization: `Bearer ${token}` } : {} });

function wav(seconds = 1, rate = 16_000): Buffer {
  const data = Buffer.alloc(seconds * rate * 2, 1);
  const head = Buffer.alloc(44);
  head.write('RIFF');
  head.writeUInt32LE(36 + data.length + 26, 4);
  head.write('WAVEfmt ', 8);
  for (const [value, at, size] of [
    [16, 16, 4],
    [1, 20, 2],
    [1, 22, 2],
    [rate, 24, 4],
    [rate * 2, 28, 4],
    [2, 32, 2],
    [16, 34, 2],
  ] as const) {
    head.writeUIntLE(value, at, size);
  }
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data, Buffer.from('LIST\x12\0\0\0INFOIART<script>alert')]);
}

describe('a photo', () => {
  it('is kept as pixels alone: smaller, without EXIF, under a name nobody can guess', async () => {
    const sent = await withExif();
    const { status, body } = await send(sent);
    expect(status).toBe(201);
    expect(body).toMatchObject({ kind: 'PHOTO', width: 1600, height: 1200 });
    expect(Object.keys(body).toSorted()).toEqual(['height', 'id', 'kind', 'url', 'width']); // nothing of the EXIF without being asked
    expect(body.url).toMatch(/^\/uploads\/[0-9a-f]{32}\.webp$/);
    const answer = await load(body.url, zhang);
    const kept = Buffer.from(await answer.arrayBuffer());
    expect(answer.headers.get('content-type')).toBe('image/webp');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('content-disposition')).toContain('inline');
    const metadata = await sharp(kept).metadata();
    expect([metadata.format, metadata.exif, metadata.xmp, metadata.iptc]).toEqual(['webp', undefined, undefined, undefined]);
    for (const trace of ['SecretCamera', 'Auntie', 'GPS']) expect(kept.includes(trace), trace).toBe(false);
  });

  it('tells time and place of its EXIF when asked, and only then', async () => {
    const { body } = await send(await withExif(), { headers: { 'x-use-exif': '1' } });
    expect(body.location.latitude).toBeCloseTo(38.4587, 3);
    expect(body.location.longitude).toBeCloseTo(116.0295, 3);
  });

  it('stands upright whatever the camera noted', async () => {
    const { body } = await send(await picture(80, 40).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect([body.width, body.height]).toEqual([40, 80]);
  });

  it('is seen by its sender alone until it is part of a ticket, then by whoever may read the report', async () => {
    const { body } = await send(await picture().png().toBuffer(), { type: 'image/png' });
    const statuses = async () =>
      Promise.all([zhang, neighbour, officer, undefined].map(async (token) => (await load(body.url, token)).status));
    expect(await statuses()).toEqual([200, 404, 404, 404]);
    const { ticket } = await report(server, zhang as string, { location: IN_GRID_3, attachmentIds: [body.id] });
    expect(await statuses()).toEqual([200, 404, 200, 404]);
    const { data } = await ask(
      server,
      'query ($id: ID!) { node(id: $id) { ... on Ticket { attachments { id kind url isAfter } } } }',
      { id: ticket.id },
      { token: officer },
    );
    expect(data.node.attachments).toEqual([{ id: body.id, kind: 'PHOTO', url: body.url, isAfter: false }]);
    const again = await report(server, zhang as string, { attachmentIds: [body.id] });
    expect(again.fieldErrors).toMatchObject([{ path: ['input', 'attachmentIds'], code: 'UNKNOWN' }]);
  });

  it('of somebody else, or more than five, are no part of a report', async () => {
    const { body } = await send(await picture().jpeg().toBuffer(), { token: neighbour });
    const stolen = await report(server, zhang as string, { attachmentIds: [body.id] });
    expect(stolen.fieldErrors).toMatchObject([{ code: 'UNKNOWN' }]);
    const six = await Promise.all(
      Array.from({ length: 6 }, async () => (await send(await picture().jpeg().toBuffer(), { token: officer })).body.id),
    );
    expect((await report(server, officer as string, { attachmentIds: six })).fieldErrors).toMatchObject([{ code: 'TOO_MANY' }]);
    expect((await report(server, officer as string, { attachmentIds: six.slice(1) })).__typename).toBe('TicketCreateSuccess');
  });

  it('shows what it looks like now: asked for where the trouble is a thing, seen by all who follow', async () => {
    const { ticket } = await report(server, zhang as string, { category: 'lighting', location: IN_GRID_3 });
    await ask(
      server,
      'mutation ($id: ID!) { ticketFollow(input: { ticketId: $id }) { __typename } }',
      { id: ticket.id },
      { token: neighbour },
    );
    await act(server, officer as string, 'Dispatch', ticket.id, { assigneeId });
    await act(server, officer as string, 'Accept', ticket.id);
    const without = await act(server, officer as string, 'Resolve', ticket.id, { result: '已修好' });
    expect(without.fieldErrors).toMatchObject([{ path: ['input', 'attachmentIds'], code: 'REQUIRED' }]);
    const { body } = await send(await picture().webp().toBuffer(), { token: officer, type: 'image/webp' });
    const { ticket: resolved } = await act(server, officer as string, 'Resolve', ticket.id, { result: '已修好', attachmentIds: [body.id] });
    expect(resolved.status).toBe('RESOLVED');
    expect((await load(body.url, neighbour)).status).toBe(200);
    expect((await look(server, neighbour as string, ticket.id)).status).toBe('RESOLVED');
  });
});

describe('what is no photo', () => {
  it.each<[string, () => Promise<Uint8Array> | Uint8Array, number, string?]>([
    ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 415],
    ['HTML', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 415],
    ['ZIP', () => Buffer.from('504b0304140000000800', 'hex'), 415],
    ['ELF', () => Buffer.concat([Buffer.from('7f454c460201010000000000', 'hex'), Buffer.alloc(500)]), 415],
    ['a GIF', () => picture().gif().toBuffer(), 415],
    ['an empty body', () => Buffer.alloc(0), 415],
    ['half a JPEG', async () => (await withExif()).subarray(0, 3000), 422],
    ['a JPEG of 100 million pixels', () => picture(10_000, 10_000).jpeg({ quality: 1 }).toBuffer(), 422],
    ['SVG sent as such', () => Buffer.from('<svg/>'), 415, 'image/svg+xml'],
    ['JSON', () => Buffer.from('{}'), 415, 'application/json'],
    ['a form', () => Buffer.from('--x'), 415, 'multipart/form-data; boundary=x'],
    ['too many bytes', () => Buffer.alloc(10 * 1024 * 1024 + 1, 1), 413],
    ['sound of another rate', () => wav(1, 44_100), 422, 'audio/wav'],
  ])('%s is refused with a sentence', async (_name, make, status, type = 'image/jpeg') => {
    const answer = await send(await make(), { type, headers: { 'accept-language': 'en' } });
    expect([answer.status, typeof answer.body.error?.message]).toEqual([status, 'string']);
    expect(answer.body.error.message.length).toBeGreaterThan(10);
  });

  it('and a polyglot loses what was hidden behind the picture', async () => {
    const sent = Buffer.concat([await picture().jpeg().toBuffer(), Buffer.from('<script>alert(document.cookie)</script>PK\x03\x04')]);
    const { body } = await send(sent);
    const kept = Buffer.from(await (await load(body.url, zhang)).arrayBuffer());
    expect(kept.includes('script')).toBe(false);
  });

  it('strangers, foreign pages and made-up names get nothing', async () => {
    const bytes = await picture().jpeg().toBuffer();
    expect((await send(bytes, { token: '' })).status).toBe(401);
    expect((await send(bytes, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    for (const name of ['..%2f..%2fetc%2fpasswd', 'x.webp', `${'0'.repeat(32)}.webp`, '', `${'0'.repeat(32)}.webp/..`]) {
      expect((await load(`/uploads/${name}`, zhang)).status, name).not.toBe(200);
    }
  });
});

describe('a voice note', () => {
  it('is kept as samples alone', async () => {
    const { status, body } = await send(wav(), { type: 'audio/wav' });
    expect([status, body.kind]).toEqual([201, 'VOICE']);
    const kept = Buffer.from(await (await load(body.url, zhang)).arrayBuffer());
    expect(kept.length).toBe(44 + 32_000);
    expect(kept.includes('script')).toBe(false);
  });
});

describe('files that belong to nothing', () => {
  it('go after a day, and at once when their sender erases the account', async () => {
    const { pool } = server.database;
    const { body } = await send(await picture().jpeg().toBuffer());
    const fileName = body.url.split('/').at(-1);
    await pool.query(`UPDATE attachment SET created_at = now() - interval '25 hours' WHERE file_name = $1`, [fileName]);
    await expire(server.house.services, 1095);
    expect((await pool.query('SELECT FROM attachment WHERE file_name = $1', [fileName])).rowCount).toBe(0);
    expect((await load(body.url, zhang)).status).toBe(404);
  });

  it('leave no half-written file behind', () => {
    const folder = server.uploadsFolder;
    const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(names.length).toBeGreaterThan(0);
    for (const { name } of names) expect(name).toMatch(/^[0-9a-f]{32}\.(webp|wav)$/);
  });
});

describe('many at once', () => {
  it('of one person are never remembered beyond twenty an hour', async () => {
    const token = await signIn(server, 'RESIDENT', 61);
    const bytes = await picture().jpeg().toBuffer();
    const sent = [];
    // A few at a time: more would find no turn.
    for (let round = 0; round < 6; round++) sent.push(...(await Promise.all(Array.from({ length: 10 }, () => send(bytes, { token })))));
    const statuses = sent.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(20);
    expect(new Set(statuses)).toEqual(new Set([201, 429]));
  });

  it('that are announced and never come keep nobody out', async () => {
    const { hostname, port } = new URL(server.address);
    const tokens = await Promise.all([80, 81, 82].map((n) => signIn(server, 'RESIDENT', n)));
    const idle = tokens.slice(0, 2).flatMap((token) =>
      Array.from({ length: 6 }, () => {
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg', 'content-length': 10 * 1024 * 1024 };
        const request = httpRequest({ hostname, port, path: '/uploads', method: 'POST', headers });
        request.on('error', () => {});
        request.write('x');
        return request;
      }),
    );
    expect((await send(await picture().jpeg().toBuffer(), { token: tokens[2] as string })).status).toBe(201);
    for (const request of idle) request.destroy();
  });

  it('do not fill the memory: who finds no room is told to come back, and the others are served', async () => {
    const bytes = Buffer.concat([await picture().jpeg().toBuffer(), Buffer.alloc(9_900_000)]);
    const tokens = await Promise.all(Array.from({ length: 16 }, (_, n) => signIn(server, 'RESIDENT', 62 + n)));
    const { hostname, port } = new URL(server.address);
    /** Sends the one buffer of all of them; null: cut off while it was still sending. */
    const sendWhole = (token: string) =>
      new Promise<number | null>((resolve) => {
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg', 'content-length': bytes.length };
        const request = httpRequest({ hostname, port, path: '/uploads', method: 'POST', headers }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        request.on('error', () => resolve(null));
        request.end(bytes);
      });
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 10);
    const statuses = await Promise.all(Array.from({ length: 120 }, (_, n) => sendWhole(tokens[n % 16] as string)));
    clearInterval(watch);
    console.log(`${statuses.filter((status) => status === 201).length} taken; ${((most - before) / 1e6).toFixed(0)} MB more at the most`);
    expect(statuses).toContain(201);
    expect(statuses.filter((status) => status !== 201 && status !== 503 && status !== null)).toEqual([]);
    expect((most - before) / 1e6).toBeLessThan(500);
  });
});
