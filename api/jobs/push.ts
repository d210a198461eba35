// Wakes browsers: reads the events once, whichever server it is, and hands each push to the service of the browser.
import { lookup as resolveName } from 'node:dns';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { encodeId } from '@xieshou/schema/relay/global-id.ts';
import type { Services } from '@xieshou/schema/services.ts';
import { EVENT_WORDS } from '@xieshou/schema/tickets/enums.ts';
import { TICKETS_TOPIC } from '@xieshou/schema/tickets/event-tail.ts';
import { forgetBrowser, type Push, readPushes } from '@xieshou/schema/tickets/notifications.ts';
import webPush from 'web-push';

export interface VapidKeys {
  /** mailto: or https: of whoever runs this, for the push services. */
  subject: string;
  publicKey: string;
  privateKey: string;
}

/** Hands a request over; answers the HTTP status. */
export type Deliver = (endpoint: string, request: { headers: Record<string, string>; body: Buffer }) => Promise<number>;

type Needed = Pick<Services, 'pool' | 'live' | 'log'>;

/** One server at a time sends. */
const PUSH_LOCK = 7_150_827;
const BATCH = 200;
const AT_ONCE = 16;
/** A push that could not be delivered for so long is old news. */
const TTL_SECONDS = 3600;
const WITHIN_MS = 10_000;
const RETRY_MS = 2000;

/** Starts the job. Answers how to stop it. */
export function startPush(services: Needed, keys: VapidKeys, deliver: Deliver = deliverOverHttps): () => Promise<void> {
  const stopping = new AbortController();
  const changes = services.live.follow(TICKETS_TOPIC);
  const running = (async () => {
    for await (const _ of changes) {
      while (!stopping.signal.aborted) {
        try {
          if (await sendNext(services, keys, deliver)) continue;
          break;
        } catch (error) {
          services.log.warn({ err: error }, 'pushes cannot be sent at the moment');
          await delay(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => {});
        }
      }
      if (stopping.signal.aborted) return;
    }
  })();
  return async () => {
    stopping.abort();
    await changes.return?.();
    await running;
  };
}

/** Sends what the next events ask for. The place is kept after it: a kill in between sends some again, and browsers show one a ticket. */
async function sendNext({ pool, log }: Needed, keys: VapidKeys, deliver: Deliver): Promise<boolean> {
  const client = await pool.connect();
  let pushes: Push[] = [];
  try {
    await client.query('BEGIN');
    const { rows: locks } = await client.query<{ isOurs: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS "isOurs"', [PUSH_LOCK]);
    if (!locks[0]?.isOurs) return false;
    const { rows: cursors } = await client.query<{ position: string }>(
      `/* push.readCursor */ INSERT INTO push_cursor AS c (id, position) VALUES (1, (SELECT coalesce(max(position), 0) FROM ticket_event))
       ON CONFLICT (id) DO UPDATE SET position = c.position RETURNING position::text`,
    );
    const before = cursors[0]?.position ?? '0';
    const next = await readPushes(client, before, BATCH);
    pushes = next.pushes;
    for (let start = 0; start < pushes.length; start += AT_ONCE) {
      await Promise.all(pushes.slice(start, start + AT_ONCE).map((push) => send(push)));
    }
    await client.query('/* push.moveCursor */ UPDATE push_cursor SET position = $1 WHERE id = 1', [next.position]);
    await client.query('COMMIT');
    return next.position !== before;
  } finally {
    await client.query('ROLLBACK').catch(() => {}); // does nothing after a commit
    client.release();
  }

  async function send(push: Push): Promise<void> {
    try {
      const { headers, body } = webPush.generateRequestDetails({ endpoint: push.endpoint, keys: push }, JSON.stringify(messageOf(push)), {
        vapidDetails: keys,
        TTL: TTL_SECONDS,
        urgency: 'high',
        contentEncoding: 'aes128gcm',
      });
      const status = await deliver(push.endpoint, { headers: headers as Record<string, string>, body: body as Buffer });
      if (status === 404 || status === 410) await forgetBrowser(pool, push.endpoint);
      else if (status >= 400) log.warn({ status }, 'a push service has refused a push');
    } catch (error) {
      log.warn({ err: error }, 'a push could not be delivered');
    }
  }
}

/** What the browser shows: number and step, nothing that a stranger at the lock screen should not read. */
function messageOf({ language, number, kind, ticketId }: Push) {
  const [zh = '', en = ''] = EVENT_WORDS[kind].split(' / ');
  return {
    title: language === 'zh' ? '携手' : 'Xieshou',
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
