// What somebody is told of: what others did to tickets that are theirs. Read from the events themselves, so that nothing
// is told that did not happen, and nothing twice.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { TicketEventKind } from '../../prisma/client/enums.ts';
import { personOf } from '../access/callers.ts';
import { reachOf } from '../access/rules.ts';
import type { ResidentViewer, StaffViewer } from '../access/viewer.ts';
import { actorOf } from '../actor.ts';
import { builder } from '../builder.ts';
import { checked, scalar, wrong } from '../frame/inputs.ts';
import { gives, mutation } from '../frame/mutation.ts';
import { pageSize } from '../relay/graph.ts';
import { TicketEvent } from './graph.ts';
import { ticketLoader } from './loaders.ts';
import { pushWrong } from './refusals.ts';
import { type TicketEventRow, WHOLE_EVENT } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** Beyond this it only matters that there is much. */
const MOST_UNREAD = 99;
/** What is unread for somebody who has never looked. */
const NEW_TO_NEWCOMERS = `interval '3 days'`;
/** What is worth an interruption, for those it concerns. */
const TOLD: readonly TicketEventKind[] = [
  ...(['TRIAGED', 'REJECTED', 'APPEALED', 'MERGED', 'ABSORBED', 'DISPATCHED', 'RECALLED', 'ACCEPTED', 'DECLINED'] as const),
  ...(['ARRIVED', 'RESOLVED', 'MEDIATION_OPENED', 'CONFIRMED', 'CLOSED', 'REOPENED', 'TRANSFERRED', 'ESCALATED'] as const),
  ...(['NOTED', 'ASKED', 'URGED', 'SPLIT', 'CLOCK_WARNED', 'CLOCK_BREACHED'] as const),
];
/** For the desk: of every ticket, but only this. */
const TOLD_TO_DESK: readonly TicketEventKind[] = ['ESCALATED', 'REOPENED', 'APPEALED', 'DECLINED'];
/** Clocks are for those who work, not for those who wait. */
const NOT_FOR_RESIDENTS: readonly TicketEventKind[] = ['CLOCK_WARNED', 'CLOCK_BREACHED', 'ESCALATED', 'TRIAGED'];

const TOLD_FOR = `interval '30 days'`;

/** Ids of the events that a person may be told of: begun at their own tickets, so that years of others' are not read. */
function toldTo(viewer: ResidentViewer | StaffViewer, value: (one: unknown) => string): string {
  const ofKinds = (list: readonly TicketEventKind[]) => `e.kind = ANY(${value(list)}::ticket_event_kind[])`;
  if (viewer.kind === 'resident') {
    const shown = TOLD.filter((kind) => !NOT_FOR_RESIDENTS.includes(kind));
    return `SELECT e.id FROM ticket_follower f JOIN ticket_event e USING (ticket_id) WHERE f.resident_id = ${value(viewer.residentId)}::uuid AND ${ofKinds(shown)}`;
  }
  const parts = [
    `SELECT e.id FROM ticket t JOIN ticket_event e ON e.ticket_id = t.id WHERE t.assignee_id = ${value(viewer.staffId)}::uuid AND ${ofKinds(TOLD)}`,
  ];
  if (reachOf(viewer, 'ticket.direct').isAll)
    parts.push(
      `SELECT e.id FROM ticket_event e WHERE ${ofKinds(TOLD_TO_DESK)} AND e.at > now() - ${TOLD_FOR}`,
      `SELECT e.id FROM ticket t JOIN ticket_event e ON e.ticket_id = t.id AND e.kind = 'REPORTED'
       WHERE t.priority = 'P1' AND t.created_at > now() - ${TOLD_FOR}`,
    );
  return parts.join(' UNION ');
}

interface Feed {
  unreadCount: number;
  events: TicketEventRow[];
}

async function readFeed(db: Db, viewer: ResidentViewer | StaffViewer, limit: number): Promise<Feed> {
  const values: unknown[] = [];
  const value = (one: unknown) => `$${values.push(one)}`;
  const told = `FROM (${toldTo(viewer, value)}) told JOIN ticket_event e USING (id)
     WHERE e.actor_id IS DISTINCT FROM ${value(actorOf(viewer).id)}::uuid AND NOT e.detail ? 'isPast' AND e.at > now() - ${TOLD_FOR}`;
  const { rows: events } = await db.query<TicketEventRow>(
    `/* notifications.read */ SELECT ${WHOLE_EVENT} ${told} ORDER BY e.position DESC LIMIT ${limit}`,
    values,
  );
  const { rows: counts } = await db.query<{ n: number }>(
    `/* notifications.countUnread */ SELECT count(*)::int AS n FROM (
       SELECT ${told}
         AND coalesce(e.position > (SELECT seen_position FROM notification_mark WHERE user_id = $${values.length + 1}),
           e.at > now() - ${NEW_TO_NEWCOMERS}) LIMIT ${MOST_UNREAD}
     ) unread`,
    [...values, viewer.userId],
  );
  return { events, unreadCount: counts[0]?.n ?? 0 };
}

const NotificationFeed = builder.objectRef<Feed>('NotificationFeed').implement({
  description: '告知我的事 / The viewer’s notifications',
  fields: (t) => ({
    unreadCount: t.exposeInt('unreadCount', {
      description: `未读条数，最多数到 ${MOST_UNREAD} / Number of unread notifications, counted up to ${MOST_UNREAD}`,
    }),
    events: t.expose('events', { type: [TicketEvent], description: '最新在前 / Notifications, newest first' }),
  }),
});

builder.queryField('notifications', (t) =>
  t.field({
    type: NotificationFeed,
    description: '与我有关的事件进展，近 30 天 / Events of the viewer’s tickets in the last 30 days',
    authScopes: { may: 'notifications.read' },
    args: { first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / Number of events, 1–100' }) },
    resolve: async (_root, { first }, context) => {
      const feed = await readFeed(context.services.pool, personOf(context), pageSize(first ?? 20, context));
      await ticketLoader(context).loadMany(feed.events.map(({ ticketId }) => ticketId));
      return feed;
    },
  }),
);

const isKey = (text: string, bytes: number) => /^[\w-]{10,120}={0,2}$/.test(text) && Buffer.from(text, 'base64url').length === bytes;

function isPushAddress(text: string): boolean {
  return text.length <= 1000 && URL.canParse(text) && new URL(text).protocol === 'https:' && new URL(text).username === '';
}

/** Browsers of one person. */
const MOST_BROWSERS = 10;

/** A text of a push subscription, or of a position, that is what it should be. */
const formal = (says: string, isRight: (text: string) => boolean) =>
  checked(scalar('String', says), (given) => (isRight(given) ? given : wrong('FORM', pushWrong)));

mutation('notificationsSeen', {
  says: '记住看到哪里 / Marks notifications as read up to a position',
  may: 'notifications.read',
  input: { sequence: formal('看到的最新 sequence / The newest sequence that was read', (given) => /^\d{1,18}$/.test(given)) },
  done: '已记住 / Marked as read',
  gives: gives<{ notifications: Feed }>((t) => ({
    notifications: t.expose('notifications', { type: NotificationFeed, description: '现在的告知 / The notifications as they are now' }),
  })),
  refuses: [],
  async do({ sequence }, context) {
    const viewer = personOf(context);
    const { pool } = context.services;
    await pool.query(
      `/* notifications.seen */ INSERT INTO notification_mark AS m (user_id, seen_position) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET seen_position = greatest(m.seen_position, excluded.seen_position)`,
      [viewer.userId, sequence],
    );
    return { notifications: await readFeed(pool, viewer, 20) };
  },
});

const push = gives<{ isOn: boolean }>((t) => ({
  isOn: t.exposeBoolean('isOn', { description: '是否开着 / Whether push notifications are on' }),
}));
/** Both acts answer the same. */
const names = { success: 'PushSuccess' };

mutation('pushSubscribe', {
  says: '开启这台设备的推送 / Turns push notifications on for this browser',
  may: 'notifications.read',
  input: {
    endpoint: formal('推送服务的 https 地址 / https address at the push service', isPushAddress),
    p256dh: formal('公钥，base64url / Public key, base64url', (key) => isKey(key, 65)),
    auth: formal('认证密钥，base64url / Authentication secret, base64url', (key) => isKey(key, 16)),
  },
  names,
  done: '推送已开或已关 / Push notifications turned on or off',
  gives: push,
  refuses: [],
  async do({ endpoint, p256dh, auth }, context) {
    const { userId, sessionId } = personOf(context);
    const { pool, settings } = context.services;
    if (settings.pushKey === null) return { isOn: false };
    // It ends with the session: a phone that was signed out, here or from afar, is woken no more.
    await pool.query(
      `/* push.subscribe */ INSERT INTO push_subscription AS p (id, user_id, session_id, endpoint, p256dh, auth, language)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (endpoint) DO UPDATE SET user_id = excluded.user_id, session_id = excluded.session_id, p256dh = excluded.p256dh,
         auth = excluded.auth, language = excluded.language`,
      [uuid(), userId, sessionId, endpoint, p256dh, auth, context.language],
    );
    await pool.query(
      `/* push.trim */ DELETE FROM push_subscription WHERE user_id = $1 AND id NOT IN (
         SELECT id FROM push_subscription WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT ${MOST_BROWSERS})`,
      [userId],
    );
    return { isOn: true };
  },
});

mutation('pushUnsubscribe', {
  says: '关闭这台设备的推送 / Turns push notifications off for this browser',
  may: 'notifications.read',
  input: { endpoint: scalar('String', '推送服务的地址 / Address at the push service') },
  names,
  done: '推送已开或已关 / Push notifications turned on or off',
  gives: push,
  refuses: [],
  async do({ endpoint }, context) {
    const { userId } = personOf(context);
    if (isPushAddress(endpoint))
      await context.services.pool.query('/* push.unsubscribe */ DELETE FROM push_subscription WHERE user_id = $1 AND endpoint = $2', [
        userId,
        endpoint,
      ]);
    return { isOn: false };
  },
});

builder.queryField('pushKey', (t) =>
  t.string({
    nullable: true,
    description: '推送的公钥（VAPID）；空为未配置 / Public key for push notifications (VAPID); null: not configured',
    resolve: (_root, _args, { services: { settings } }) => settings.pushKey,
  }),
);

/** A browser to wake, and what for. */
export interface Push {
  subscriptionId: string;
  language: 'zh' | 'en';
  ticketId: string;
  number: string;
  kind: TicketEventKind;
}

/** Pushes for events behind a position, and the position they reach to; the same people as above, but nobody is woken by a clock that only warns. */
export async function readPushes(db: Db, after: string, limit: number): Promise<{ pushes: Push[]; position: string }> {
  const residents = TOLD.filter((kind) => !NOT_FOR_RESIDENTS.includes(kind));
  const { rows: ends } = await db.query<{ position: string | null }>(
    `/* push.readEnd */ SELECT max(position)::text AS position FROM (SELECT position FROM ticket_event WHERE position > $1::bigint ORDER BY position LIMIT $2) e`,
    [after, limit],
  );
  const position = ends[0]?.position;
  if (!position) return { pushes: [], position: after };
  const { rows: pushes } = await db.query<Push>(
    `/* push.read */
     SELECT p.id AS "subscriptionId", p.language, t.id AS "ticketId", t.number, e.kind
     FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id
     JOIN LATERAL (
       SELECT r.user_id FROM ticket_follower f JOIN resident r ON r.id = f.resident_id
         WHERE f.ticket_id = t.id AND e.actor_id IS DISTINCT FROM r.id AND e.kind = ANY($3::ticket_event_kind[])
       UNION SELECT s.user_id FROM staff_profile s
         WHERE s.id = t.assignee_id AND e.actor_id IS DISTINCT FROM s.id AND e.kind = ANY($4::ticket_event_kind[])
     ) told ON true JOIN push_subscription p ON p.user_id = told.user_id
     WHERE e.position > $1::bigint AND e.position <= $2::bigint AND NOT e.detail ? 'isPast' ORDER BY e.position`,
    [after, position, residents, TOLD.filter((kind) => kind !== 'CLOCK_WARNED')],
  );
  return { pushes, position };
}

/** Forgets a browser that the push service knows no more. */
export async function forgetBrowser(db: Db, endpoint: string): Promise<void> {
  await db.query('/* push.forget */ DELETE FROM push_subscription WHERE endpoint = $1', [endpoint]);
}
