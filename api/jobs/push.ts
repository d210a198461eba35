// Wakes browsers: takes events and notices once, whichever server it is, and hands each push to the service of the browser.
import { lookup as resolveName } from 'node:dns';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type NoticePush, takeUnpushed } from '@xieshou/schema/notices/store.ts';
import { NOTICES_TOPIC } from '@xieshou/schema/notices/topics.ts';
import { pathOf, sentenceOf } from '@xieshou/schema/notices/words.ts';
import { encodeId } from '@xieshou/schema/relay/global-id.ts';
import type { Services } from '@xieshou/schema/services.ts';
import { EVENT_WORDS } from '@xieshou/schema/tickets/enums.ts';
import { TICKETS_TOPIC } from '@xieshou/schema/tickets/event-tail.ts';
import { forgetBrowser, type Push, readPushes } from '@xieshou/schema/tickets/notifications.ts';
import type pg from 'pg';
import webPush from 'web-push';

export interface VapidKeys {
  /** mailto: or https: of whoever runs this, for the push services. */
  subject: string;
  publicKey: string;
  privateKey: string;
}

/** Hands a request over; answers the HTTP status. */
export type Deliver = (endpoint: string, request: { headers: Record<string, string>; body: Buffer }) => Promise<number>;

type Needed = Pick<Services, 'pool' | 'live' | 'log' | 'clock' | 'settings'>;

/** One server at a time sends, of each source. */
const PUSH_LOCKS = { events: 7_150_827, notices: 7_150_828 } as const;
const BATCH = 200;
const AT_ONCE = 16;
/** A push that could not be delivered for so long is old news. */
const TTL_SECONDS = 3600;
const WITHIN_MS = 10_000;
const RETRY_MS = 2000;

/** Starts the job. Answers how to stop it. */
export function startPush(services: Needed, keys: VapidKeys, deliver: Deliver = deliverOverHttps): () => Promise<void> {
  const stopping = new AbortController();
  const post = { services, keys, deliver, signal: stopping.signal };
  const sources = [
    { changes: services.live.follow(TICKETS_TOPIC), take: takeEvents, lock: PUSH_LOCKS.events },
    { changes: services.live.follow(NOTICES_TOPIC), take: takeNotices, lock: PUSH_LOCKS.notices },
  ];
  const running = sources.map((source) => run(source, post));
  return async () => {
    stopping.abort();
    for (const { changes } of sources) await changes.return?.();
    await Promise.all(running);
  };
}

interface Post {
  services: Needed;
  keys: VapidKeys;
  deliver: Deliver;
  signal: AbortSignal;
}

/** A push with its browser. */
interface Addressed {
  browser: { endpoint: string; p256dh: string; auth: string };
  message: Message;
}

/** What a browser shows. `tag`: a later one with the same takes its place. */
interface Message {
  title: string;
  body: string;
  url: string;
  tag: string;
}

/** Takes what is next, for good when the transaction commits. Null: there is nothing more. */
type Take = (client: pg.PoolClient, services: Needed) => Promise<Addressed[] | null>;

interface Source {
  changes: AsyncIterableIterator<void>;
  take: Take;
  lock: number;
}

async function run(source: Source, post: Post): Promise<void> {
  const { services, signal } = post;
  for await (const _ of source.changes) {
    while (!signal.aborted) {
      try {
        if (await sendNext(source, post)) continue;
        break;
      } catch (error) {
        services.log.warn({ err: error }, 'pushes cannot be sent at the moment');
        await delay(RETRY_MS, undefined, { signal }).catch(() => {});
      }
    }
    if (signal.aborted) return;
  }
}

/** Sends what is next. It is taken only after that: a kill in between sends some again, and browsers show one a tag. */
async function sendNext({ take, lock }: Source, post: Post): Promise<boolean> {
  const client = await post.services.pool.connect();
  try {
    await client.query('BEGIN');
    const { rows: locks } = await client.query<{ isOurs: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS "isOurs"', [lock]);
    if (!locks[0]?.isOurs) return false;
    const pushes = await take(client, post.services);
    for (let start = 0; start < (pushes?.length ?? 0); start += AT_ONCE) {
      await Promise.all(pushes?.slice(start, start + AT_ONCE).map((push) => send(push, post)) ?? []);
    }
    await client.query('COMMIT');
    return pushes !== null;
  } finally {
    await client.query('ROLLBACK').catch(() => {}); // does nothing after a commit
    client.release();
  }
}

async function send({ browser, message }: Addressed, { services: { pool, log }, keys, deliver }: Post): Promise<void> {
  const { endpoint, p256dh, auth } = browser;
  try {
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, JSON.stringify(message), {
      vapidDetails: keys,
      TTL: TTL_SECONDS,
      urgency: 'high',
      contentEncoding: 'aes128gcm',
    });
    const status = await deliver(endpoint, { headers: headers as Record<string, string>, body: body as Buffer });
    if (status === 404 || status === 410) await forgetBrowser(pool, endpoint);
    else if (status >= 400) log.warn({ status }, 'a push service has refused a push');
  } catch (error) {
    log.warn({ err: error }, 'a push could not be delivered');
  }
}

/** Ticket events behind the kept position. */
async function takeEvents(client: pg.PoolClient): Promise<Addressed[] | null> {
  const { rows: cursors } = await client.query<{ position: string }>(
    `/* push.readCursor */ INSERT INTO push_cursor AS c (id, position) VALUES (1, (SELECT coalesce(max(position), 0) FROM ticket_event))
     ON CONFLICT (id) DO UPDATE SET position = c.position RETURNING position::text`,
  );
  const before = cursors[0]?.position ?? '0';
  const { pushes, position } = await readPushes(client, before, BATCH);
  await client.query('/* push.moveCursor */ UPDATE push_cursor SET position = $1 WHERE id = 1', [position]);
  return position === before ? null : pushes.map((push) => ({ browser: push, message: messageOf(push) }));
}

/** Notices that nobody was woken for. */
async function takeNotices(client: pg.PoolClient, { clock, settings }: Needed): Promise<Addressed[] | null> {
  const { taken, pushes } = await takeUnpushed(client, BATCH, clock.now());
  return taken === 0 ? null : pushes.map((push) => ({ browser: push, message: noticeMessage(push, settings.timeZone) }));
}

const titleIn = (language: 'zh' | 'en') => (language === 'zh' ? '携手' : 'Xieshou');

function noticeMessage({ kind, subjectId, detail, language }: NoticePush, timeZone: string): Message {
  const body = sentenceOf(kind, detail, language, timeZone);
  return { title: titleIn(language), body, url: pathOf(kind, subjectId), tag: `${kind}:${subjectId}` };
}

/** What the browser shows: number and step, nothing that a stranger at the lock screen should not read. */
function messageOf({ language, number, kind, ticketId }: Push): Message {
  const [zh = '', en = ''] = EVENT_WORDS[kind].split(' / ');
  return {
    title: titleIn(language),
    body: `${number} · ${language === 'zh' ? zh : en}`,
    url: `/tickets/${encodeId('Ticket', ticketId)}`,
    tag: number,
  };
}

/** Networks that are nobody's push service: https://www.iana.org/assignments/iana-ipv4-special-registry */
const PRIVATE = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(network, bits, 'ipv6');

/** Whether an address is on the open network. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain);
  return family !== 0 && !PRIVATE.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** Resolves a name once and connects to just that, if it is on the open network. */
const guardedLookup: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    const all = error ? [] : addresses;
    const wrong =
      error ??
      (all.length === 0 || !all.every(({ address }) => isPublicAddress(address))
        ? new Error(`${hostname} is not on the open network`)
        : null);
    if (wrong) return callback(wrong, '', 0);
    if (options.all) return callback(null, all);
    const [{ address, family }] = all as [{ address: string; family: number }];
    callback(null, address, family);
  });
};

/** To the push service itself: no redirects, no private networks, ten seconds. */
export const deliverOverHttps: Deliver = (endpoint, { headers, body }) =>
  new Promise((resolve, reject) => {
    const url = new URL(endpoint);
    // An address instead of a name is not looked up.
    if (isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0 && !isPublicAddress(url.hostname.replace(/^\[|\]$/g, ''))) {
      return reject(new Error(`${url.hostname} is not on the open network`));
    }
    const request = httpsRequest(url, { method: 'POST', headers, lookup: guardedLookup, timeout: WITHIN_MS }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once('timeout', () => request.destroy(new Error('the push service does not answer')));
    request.once('error', reject);
    request.end(body);
  });
