// Photos and voice notes on their way in and out: one file a request, its bytes as the body. A form of another site cannot
// send these types, and there is no multipart map to be malformed.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mayUpload, rememberUpload, type StoredFile } from '@xieshou/schema/commons/files/store.ts';
import { may } from '@xieshou/schema/frame/access/may.ts';
import type { Viewer } from '@xieshou/schema/frame/access/viewer.ts';
import { wordsIn } from '@xieshou/schema/frame/errors/words.ts';
import type { Services } from '@xieshou/schema/frame/services.ts';
import { type Action, MODULES } from '@xieshou/schema/modules.ts';
import { fileTypeFromBuffer } from 'file-type';
import { remadePhoto } from '../files/photo.ts';
import { remadeVoice } from '../files/voice.ts';
import { deviceOf, holderOf, isAllowedOrigin, preferredLanguage, requestIdOf, requestToken } from '../people/viewer.ts';

const MOST_BYTES = 10 * 1024 * 1024;
/** Pictures decoded at once, and how many may wait for it. */
const AT_ONCE = 2;
const MOST_WAITING = 24;
/** Of all bodies that are being read or wait for their turn, and of those of one person. */
const MOST_BYTES_AT_ONCE = 10 * MOST_BYTES;
const MOST_BYTES_EACH = 5 * MOST_BYTES;
const PHOTO_TYPES: readonly string[] = ['image/jpeg', 'image/png', 'image/webp'];
const VOICE_TYPES: readonly string[] = ['audio/wav', 'audio/vnd.wave'];

/** Whoever may do one of these has something to send a file for. */
const UPLOADERS = MODULES.flatMap(({ files }) => files?.sentFor ?? []) as Action[];

type Needed = Pick<Services, 'pool' | 'clock' | 'files' | 'log'>;

/** POST /uploads, GET /uploads/name. */
export type UploadDoor = (request: IncomingMessage, response: ServerResponse, pathname: string) => Promise<void>;

type Trouble =
  | 'uploadKindWrong'
  | 'uploadTooLarge'
  | 'uploadBroken'
  | 'uploadTooMany'
  | 'uploadBusy'
  | 'signInFirst'
  | 'originForeign'
  | 'methodWrong';

class Refusal extends Error {
  readonly status: number;
  readonly words: Trouble;

  constructor(status: number, words: Trouble) {
    super(words);
    this.status = status;
    this.words = words;
  }
}

export function openUploads(
  services: Needed,
  { proxies, publicOrigins }: { proxies: number; publicOrigins: readonly string[] },
): UploadDoor {
  const turns = new Turns(AT_ONCE, MOST_WAITING);
  const room = new Room(MOST_BYTES_AT_ONCE, MOST_BYTES_EACH);
  const viewerOf = async (request: IncomingMessage): Promise<Viewer | null> => {
    const holder = await holderOf(services, requestToken(request.headers), deviceOf(request, proxies));
    return 'viewer' in holder ? holder.viewer : null;
  };

  return async (request, response, pathname) => {
    const requestId = requestIdOf(request.headers);
    response.setHeader('X-Request-Id', requestId);
    try {
      if (pathname === '/uploads') await take(request, response);
      else await give(request, response, pathname.slice('/uploads/'.length));
    } catch (error) {
      const { status, words } = error instanceof Refusal ? error : new Refusal(503, 'uploadBusy');
      if (!(error instanceof Refusal)) services.log.error({ err: error, requestId }, 'a file could not be taken or given');
      const message = wordsIn(preferredLanguage(request.headers['accept-language']))[words];
      answer(response, status, { error: { message, requestId } }, { Connection: 'close' });
    }
  };

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') throw new Refusal(405, 'methodWrong');
    if (!isAllowedOrigin(request, publicOrigins)) throw new Refusal(403, 'originForeign');
    const viewer = await viewerOf(request);
    if (!viewer || !UPLOADERS.some((right) => may({ viewer }, right))) throw new Refusal(401, 'signInFirst');
    const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
    if (![...PHOTO_TYPES, ...VOICE_TYPES].includes(type) || request.headers['content-encoding']) throw new Refusal(415, 'uploadKindWrong');
    if (!(await mayUpload(services.pool, viewer))) throw new Refusal(429, 'uploadTooMany');
    const { file, bytes, taken } = await room.use(viewer, async (take) => {
      const sent = await readBody(request, take);
      return turns.take(() => remade(sent));
    });
    await services.files.put(file.fileName, bytes);
    const id = await rememberUpload(services.pool, viewer, file).catch(async (error) => {
      await services.files.remove(file.fileName);
      throw error;
    });
    if (!id) {
      await services.files.remove(file.fileName);
      throw new Refusal(429, 'uploadTooMany');
    }
    const said = request.headers['x-use-exif'] === '1' ? { takenAt: taken?.at ?? null, location: taken?.point ?? null } : {};
    answer(response, 201, { id, url: `/uploads/${file.fileName}`, kind: file.kind, width: file.width, height: file.height, ...said });
  }

  async function give(request: IncomingMessage, response: ServerResponse, fileName: string): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal(405, 'methodWrong');
    const isName = /^[0-9a-f]{32}\.(webp|wav)$/.test(fileName);
    const found = isName ? await findFile(fileName, request) : null;
    const bytes = found && (await services.files.get(fileName));
    if (!found || !bytes) return answer(response, 404, { error: { message: 'Not found' } });
    response.writeHead(200, {
      'Content-Type': found.mimeType,
      'Content-Length': bytes.byteLength,
      'Content-Disposition': `inline; filename="${fileName}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Cache-Control': 'private, max-age=86400, immutable',
    });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  }

  async function findFile(fileName: string, request: IncomingMessage): Promise<{ mimeType: string } | null> {
    const viewer = await viewerOf(request);
    for (const { files } of MODULES) {
      const shown = files && (await (await files.shows())(services.pool, fileName, viewer));
      if (shown) return shown;
    }
    return null;
  }
}

interface Remade {
  file: StoredFile;
  bytes: Buffer;
  taken: { at: Date | null; point: { longitude: number; latitude: number } | null } | null;
}

/** What is kept of what was sent. Its first bytes say what it is, whatever it is called. */
async function remade(sent: Uint8Array): Promise<Remade> {
  const mime = (await fileTypeFromBuffer(sent))?.mime ?? '';
  const name = randomBytes(16).toString('hex');
  if (PHOTO_TYPES.includes(mime)) {
    const photo = await remadePhoto(sent);
    if (!photo) throw new Refusal(422, 'uploadBroken');
    const { bytes, width, height, taken } = photo;
    const file = { kind: 'PHOTO' as const, fileName: `${name}.webp`, mimeType: 'image/webp', byteLength: bytes.length, width, height };
    return { file, bytes, taken };
  }
  if (!VOICE_TYPES.includes(mime)) throw new Refusal(415, 'uploadKindWrong');
  const voice = remadeVoice(sent);
  if (!voice) throw new Refusal(422, 'uploadBroken');
  const { bytes } = voice;
  const file = {
    kind: 'VOICE' as const,
    fileName: `${name}.wav`,
    mimeType: 'audio/wav',
    byteLength: bytes.length,
    width: null,
    height: null,
  };
  return { file, bytes, taken: null };
}

async function readBody(request: IncomingMessage, take: (bytes: number) => void): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw new Refusal(413, 'uploadTooLarge');
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MOST_BYTES) throw new Refusal(413, 'uploadTooLarge');
    take(part.length);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function answer(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}

/** So many at once, so many in line, the rest is asked to come again. */
class Turns {
  #free: number;
  readonly #most: number;
  #line: (() => void)[] = [];

  constructor(atOnce: number, most: number) {
    this.#free = atOnce;
    this.#most = most;
  }

  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#free === 0) {
      if (this.#line.length >= this.#most) throw new Refusal(503, 'uploadBusy');
      await new Promise<void>((resolve) => this.#line.push(resolve));
    } else this.#free -= 1;
    try {
      return await work();
    } finally {
      const next = this.#line.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}

/** Bodies in memory: so many bytes in all, so many of one person. Whoever finds no room is told to come back. */
class Room {
  #free: number;
  readonly #each: number;
  /** Bytes of each person. */
  #ofOne = new Map<string, number>();

  constructor(bytes: number, each: number) {
    this.#free = bytes;
    this.#each = each;
  }

  /** @param work takes room as bytes come: what is only announced keeps nobody out */
  async use<Result>(viewer: Viewer, work: (take: (bytes: number) => void) => Promise<Result>): Promise<Result> {
    const who = viewer.kind === 'partner' ? viewer.keyId : viewer.userId;
    let taken = 0;
    const take = (bytes: number) => {
      const mine = this.#ofOne.get(who) ?? 0;
      if (bytes > this.#free || mine + bytes > this.#each) throw new Refusal(503, 'uploadBusy');
      taken += bytes;
      this.#free -= bytes;
      this.#ofOne.set(who, mine + bytes);
    };
    try {
      return await work(take);
    } finally {
      this.#free += taken;
      const left = (this.#ofOne.get(who) ?? 0) - taken;
      if (left > 0) this.#ofOne.set(who, left);
      else this.#ofOne.delete(who);
    }
  }
}
