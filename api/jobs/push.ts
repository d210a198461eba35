// Wakes browsers: takes events and notices once, whichever server it is, and puts a push into the queue of each browser.
import { setTimeout as delay } from 'node:timers/promises';
import { type NoticePush, takeUnpushed } from '@xieshou/schema/commons/notices/store.ts';
import { NOTICES_TOPIC } from '@xieshou/schema/commons/notices/topics.ts';
import { pathOf, sentenceOf } from '@xieshou/schema/commons/notices/words.ts';
import { encodeId } from '@xieshou/schema/frame/relay/global-id.ts';
import type { Services } from '@xieshou/schema/frame/services.ts';
import { inTransaction } from '@xieshou/schema/frame/transaction.ts';
import { EVENT_WORDS } from '@xieshou/schema/work/tickets/enums.ts';
import { type Push, readPushes } from '@xieshou/schema/work/tickets/notifications.ts';
import { TICKETS_TOPIC } from '@xieshou/schema/work/tickets/topics.ts';
import type pg from 'pg';
import { type Deliver, deliverOverHttps, type Message, PushDelivery, queuePushes, type VapidKeys } from './push-delivery.ts';

type Needed = Pick<Services, 'pool' | 'live' | 'log' | 'clock' | 'settings'>;

/** One server at a time sends, of each source. */
const PUSH_LOCKS = { events: 7_150_827, notices: 7_150_828 } as const;
const BATCH = 200;
const RETRY_MS = 2000;

/** Starts the job. Answers how to stop it. */
export function startPush(services: Needed, keys: VapidKeys, deliver: Deliver = deliverOverHttps): () => Promise<void> {
  const stopping = new AbortController();
  const delivery = new PushDelivery(services, keys, deliver);
  const post = { services, delivery, signal: stopping.signal };
  const sources = [
    { changes: services.live.follow(TICKETS_TOPIC), take: takeEvents, lock: PUSH_LOCKS.events },
    { changes: services.live.follow(NOTICES_TOPIC), take: takeNotices, lock: PUSH_LOCKS.notices },
  ];
  const running = sources.map((source) => run(source, post));
  return async () => {
    stopping.abort();
    for (const { changes } of sources) await changes.return?.();
    await Promise.all(running);
    await delivery.close();
  };
}

interface Post {
  services: Needed;
  delivery: PushDelivery;
  signal: AbortSignal;
}

/** A push with its browser. */
interface Addressed {
  subscriptionId: string;
  message: Message;
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
        if (await queueNext(source, post)) continue;
        break;
      } catch (error) {
        services.log.warn({ err: error }, 'pushes cannot be sent at the moment');
        await delay(RETRY_MS, undefined, { signal }).catch(() => {});
      }
    }
    if (signal.aborted) return;
  }
}

/** Queues what is next. False: there was nothing, or another server is at it. */
async function queueNext({ take, lock }: Source, { services, delivery }: Post): Promise<boolean> {
  const isMore = await inTransaction(services.pool, async (client) => {
    const { rows: locks } = await client.query<{ isOurs: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS "isOurs"', [lock]);
    const pushes = locks[0]?.isOurs ? await take(client, services) : null;
    await queuePushes(client, pushes ?? []);
    return pushes !== null;
  });
  if (isMore) delivery.look();
  return isMore;
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
  return position === before ? null : pushes.map((push) => ({ subscriptionId: push.subscriptionId, message: messageOf(push) }));
}

/** Notices that nobody was woken for. */
async function takeNotices(client: pg.PoolClient, { clock, settings }: Needed): Promise<Addressed[] | null> {
  const { taken, pushes } = await takeUnpushed(client, BATCH, clock.now());
  return taken === 0
    ? null
    : pushes.map((push) => ({ subscriptionId: push.subscriptionId, message: noticeMessage(push, settings.timeZone) }));
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
