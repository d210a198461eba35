// Hands messages to the push services of browsers. Each browser has a queue of its own, kept in the database: one whose
// service is slow or away delays nobody else, and what was taken is not lost with the process.
import { request as httpsRequest } from 'node:https';
import { forgetBrowser } from '@xieshou/schema/commons/notices/push.ts';
import type { Services } from '@xieshou/schema/frame/services.ts';
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import webPush from 'web-push';
import { isClosedAddress, publicLookup } from './public-address.ts';

export interface VapidKeys {
  /** mailto: or https: of whoever runs this, for the push services. */
  subject: string;
  publicKey: string;
  privateKey: string;
}

/** Hands a request over within the signal's time; returns the HTTP status. */
export type Deliver = (
  endpoint: string,
  request: { headers: Record<string, string>; body: Buffer; signal: AbortSignal },
) => Promise<number>;

/** What a browser shows. `tag`: a later one with the same takes its place. */
export interface Message {
  title: string;
  body: string;
  url: string;
  tag: string;
}

type Db = Pick<pg.ClientBase, 'query'>;

/** A push that could not be delivered for so long is old news. */
const TTL_SECONDS = 3600;
/** Time for all that waits for a browser, in one turn. */
const WITHIN_MS = 10_000;
/** Longer than a turn: a browser whose sender died is free again after it. */
const LEASE = `interval '20 seconds'`;
/** Browsers at a time. Those that failed last time have lanes of their own: they cannot hold up the others. */
const LANES = { sound: 48, doubtful: 16 } as const;
type Lane = keyof typeof LANES;
/** Browsers of one person at a time: nobody holds all lanes. */
const MOST_EACH = 2;
/** In seconds; doubled with each failure in a row. */
const BACK_OFF = { first: 5, longest: 900 };
/** So many failures in a row, some hours, and the browser is forgotten; its app subscribes anew when it is opened. */
const MOST_FAILURES = 20;
/** Looks for what is due again, and for what another process has left. */
const LOOK_EVERY_MS = 2000;
const BATCH = 50;

/** Puts messages into the queues of their browsers, in the transaction of what they tell of. */
export async function queuePushes(db: Db, pushes: readonly { subscriptionId: string; message: Message }[]): Promise<void> {
  if (pushes.length === 0) return;
  await db.query(
    `/* push.queue */ INSERT INTO push_message (id, subscription_id, message)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::jsonb[])`,
    [pushes.map(() => uuid()), pushes.map(({ subscriptionId }) => subscriptionId), pushes.map(({ message }) => JSON.stringify(message))],
  );
}

interface Browser {
  id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  failures: number;
}

/** Sends what is queued, until it is closed. */
export class PushDelivery {
  readonly #services: Pick<Services, 'pool' | 'log'>;
  readonly #keys: VapidKeys;
  readonly #deliver: Deliver;
  /** How to cut each turn off. */
  readonly #turns = new Map<Promise<void>, AbortController>();
  #isClosed = false;
  readonly #busy: Record<Lane, number> = { sound: 0, doubtful: 0 };
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> | null = null;
  #isCalledAgain = false;

  constructor(services: Pick<Services, 'pool' | 'log'>, keys: VapidKeys, deliver: Deliver) {
    this.#services = services;
    this.#keys = keys;
    this.#deliver = deliver;
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    this.look();
  }

  /** Something was queued. */
  look(): void {
    this.#isCalledAgain = true;
    this.#looking ??= this.#lookOn();
  }

  /** What is being sent is cut off and stays queued. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#looking;
    for (const turn of this.#turns.values()) turn.abort();
    await Promise.all(this.#turns.keys());
  }

  async #lookOn(): Promise<void> {
    while (this.#isCalledAgain && !this.#isClosed) {
      this.#isCalledAgain = false;
      try {
        for (const lane of Object.keys(LANES) as Lane[]) await this.#fill(lane);
      } catch (error) {
        this.#services.log.warn({ err: error }, 'pushes cannot be sent at the moment');
      }
    }
    this.#looking = null;
  }

  async #fill(lane: Lane): Promise<void> {
    const free = LANES[lane] - this.#busy[lane];
    if (free === 0) return;
    for (const browser of await lease(this.#services.pool, lane, free)) {
      this.#busy[lane] += 1;
      const cutting = new AbortController();
      const timer = setTimeout(() => cutting.abort(), WITHIN_MS);
      const turn = this.#serve(browser, cutting.signal).finally(() => {
        clearTimeout(timer);
        this.#busy[lane] -= 1;
        this.#turns.delete(turn);
        this.look();
      });
      this.#turns.set(turn, cutting);
    }
  }

  /** One browser's turn; never rejects. */
  async #serve(browser: Browser, signal: AbortSignal): Promise<void> {
    const { pool, log } = this.#services;
    try {
      let isSound = true;
      let isAnswered = true;
      for (const { id, message } of await readQueue(pool, browser.id)) {
        const status = await this.#send(browser, message, signal);
        if (status === 404 || status === 410) return await forgetBrowser(pool, browser.endpoint);
        isSound = status >= 200 && status < 300;
        isAnswered = status !== 0;
        if (!isSound && !this.#isClosed) log.warn({ status }, 'a push service has refused a push, or does not answer');
        // What it cannot take is not sent again; what it could not take now is.
        if (isSound || (status >= 400 && status < 500 && status !== 429)) await dequeue(pool, id);
        if (!isSound) break;
      }
      await release(pool, browser, { isSound: isSound || this.#isClosed, isAnswered });
    } catch (error) {
      log.warn({ err: error }, 'a push could not be delivered');
    }
  }

  /** The status; 0: none came in time. */
  async #send({ endpoint, p256dh, auth }: Browser, message: Message, signal: AbortSignal): Promise<number> {
    try {
      const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, JSON.stringify(message), {
        vapidDetails: this.#keys,
        TTL: TTL_SECONDS,
        urgency: 'high',
        contentEncoding: 'aes128gcm',
      });
      return await this.#deliver(endpoint, { headers: headers as Record<string, string>, body: body as Buffer, signal });
    } catch {
      return 0;
    }
  }
}

/** Of `push_subscription o`: it would be leased as well. */
const IS_WAITING = `(o.failures > 0) = $1 AND (o.leased_until IS NULL OR o.leased_until < now()) AND (o.retry_at IS NULL OR o.retry_at <= now())
  AND EXISTS (SELECT FROM push_message m WHERE m.subscription_id = o.id)`;

/** Browsers for which something waits, those who have waited longest first; nobody else serves them for a while. */
async function lease(db: Db, lane: Lane, most: number): Promise<Browser[]> {
  const { rows } = await db.query<Browser>(
    `/* push.lease */ UPDATE push_subscription p SET leased_until = now() + ${LEASE} WHERE p.id IN (
       SELECT s.id FROM push_subscription s JOIN LATERAL (
         SELECT min(m.at) AS since FROM push_message m WHERE m.subscription_id = s.id) waiting ON waiting.since IS NOT NULL
       WHERE (SELECT count(*) FROM push_subscription o WHERE o.user_id = s.user_id AND o.id < s.id AND ${IS_WAITING}) +
             (SELECT count(*) FROM push_subscription o WHERE o.user_id = s.user_id AND o.leased_until > now()) < ${MOST_EACH}
         AND (s.failures > 0) = $1 AND (s.leased_until IS NULL OR s.leased_until < now()) AND (s.retry_at IS NULL OR s.retry_at <= now())
       ORDER BY waiting.since LIMIT $2 FOR UPDATE OF s SKIP LOCKED)
     RETURNING p.id, p.endpoint, p.p256dh, p.auth, p.failures`,
    [lane === 'doubtful', most],
  );
  return rows;
}

/** What waits for a browser, in its order; of those with one tag the last. Old news goes. */
async function readQueue(db: Db, subscriptionId: string): Promise<{ id: string; message: Message }[]> {
  await db.query(
    `/* push.dropOld */ DELETE FROM push_message m WHERE subscription_id = $1 AND (at < now() - interval '${TTL_SECONDS} seconds' OR EXISTS (
       SELECT FROM push_message later WHERE later.subscription_id = m.subscription_id AND later.message->>'tag' = m.message->>'tag' AND later.id > m.id))`,
    [subscriptionId],
  );
  const { rows } = await db.query<{ id: string; message: Message }>(
    `/* push.readQueue */ SELECT id, message FROM push_message WHERE subscription_id = $1 ORDER BY id LIMIT ${BATCH}`,
    [subscriptionId],
  );
  return rows;
}

async function dequeue(db: Db, id: string): Promise<void> {
  await db.query('/* push.dequeue */ DELETE FROM push_message WHERE id = $1', [id]);
}

/**
 * Ends a turn: a browser that failed waits, twice as long each time, and is forgotten in the end, if it is its service that says
 * no. When none answers, it may be our own way out that is cut.
 */
async function release(
  db: Db,
  { id, endpoint, failures }: Browser,
  { isSound, isAnswered }: { isSound: boolean; isAnswered: boolean },
): Promise<void> {
  if (!isSound && isAnswered && failures + 1 >= MOST_FAILURES) return forgetBrowser(db, endpoint);
  const pause = isSound ? null : Math.min(BACK_OFF.first * 2 ** Math.min(failures, 20), BACK_OFF.longest);
  await db.query(
    `/* push.release */ UPDATE push_subscription SET leased_until = NULL, failures = $2, retry_at = now() + make_interval(secs => $3::float8)
     WHERE id = $1`,
    [id, isSound ? 0 : Math.min(failures + 1, MOST_FAILURES), pause],
  );
}

/** To the push service itself: no redirects, no private networks, its status and nothing more. */
export const deliverOverHttps: Deliver = (endpoint, { headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const url = new URL(endpoint);
    if (isClosedAddress(url.hostname)) return reject(new Error(`${url.hostname} is not on the open network`));
    const request = httpsRequest(url, { method: 'POST', headers, lookup: publicLookup, signal }, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    request.on('error', reject);
    request.end(body);
  });
