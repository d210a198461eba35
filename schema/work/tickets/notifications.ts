// What somebody is told of: what others did to tickets that are theirs. Read from the events themselves, so that nothing
// is told that did not happen, and nothing twice.
import type pg from 'pg';
import type { TicketEventKind } from '../../../prisma/client/enums.ts';
import { personOf } from '../../frame/access/callers.ts';
import { reachOf } from '../../frame/access/rules.ts';
import type { ResidentViewer, StaffViewer } from '../../frame/access/viewer.ts';
import { actorOf } from '../../frame/actor.ts';
import { builder } from '../../frame/builder.ts';
import { checked, scalar, wrong } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { pageSize } from '../../frame/relay/graph.ts';
import { TicketEvent } from './graph.ts';
import { ticketLoader } from './loaders.ts';
import { positionWrong } from './refusals.ts';
import { calls, type TicketEventRow, WHOLE_EVENT } from './store.ts';

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
/** For whoever was called to an emergency. */
const TOLD_TO_CALLED: readonly TicketEventKind[] = ['CALLED', 'ACCEPTED'];
/** Clocks are for those who work, not for those who wait. */
const NOT_FOR_RESIDENTS: readonly TicketEventKind[] = ['CLOCK_WARNED', 'CLOCK_BREACHED', 'ESCALATED', 'TRIAGED'];

const TOLD_FOR = `interval '30 days'`;

/**
 * Ids of the events that a person may be told of: begun at their own tickets, so that years of others' are not read.
 * @param since the condition on `ticket_event e` that says how far back
 */
function toldTo(viewer: ResidentViewer | StaffViewer, since: string, value: (one: unknown) => string): string {
  const ofKinds = (list: readonly TicketEventKind[]) => `e.kind = ANY(${value(list)}::ticket_event_kind[]) AND ${since}`;
  if (viewer.kind === 'resident') {
    const shown = TOLD.filter((kind) => !NOT_FOR_RESIDENTS.includes(kind));
    return `SELECT e.id FROM ticket_follower f JOIN ticket_event e USING (ticket_id) WHERE f.resident_id = ${value(viewer.residentId)}::uuid AND ${ofKinds(shown)}`;
  }
  const parts = [
    `SELECT e.id FROM ticket t JOIN ticket_event e ON e.ticket_id = t.id WHERE t.assignee_id = ${value(viewer.staffId)}::uuid AND ${ofKinds(TOLD)}`,
    `SELECT e.id FROM ticket t JOIN ticket_event e ON e.ticket_id = t.id WHERE ${calls(value(viewer.staffId))} AND ${ofKinds(TOLD_TO_CALLED)}`,
  ];
  if (reachOf(viewer, 'ticket.direct').isAll)
    parts.push(
      `SELECT e.id FROM ticket_event e WHERE ${ofKinds(TOLD_TO_DESK)} AND e.at > now() - ${TOLD_FOR}`,
      `SELECT e.id FROM ticket t JOIN ticket_event e ON e.ticket_id = t.id AND e.kind = 'REPORTED' AND ${since}
       WHERE t.priority = 'P1' AND t.created_at > now() - ${TOLD_FOR}`,
    );
  return parts.join(' UNION ');
}

type Told = ResidentViewer | StaffViewer;

/** What is told to somebody, as the FROM and WHERE of a statement, and its values. */
function told(viewer: Told, since: (value: (one: unknown) => string) => string): { from: string; values: unknown[] } {
  const values: unknown[] = [];
  const value = (one: unknown) => `$${values.push(one)}`;
  const ids = toldTo(viewer, since(value), value);
  const from = `FROM (${ids}) told JOIN ticket_event e USING (id)
     WHERE e.actor_id IS DISTINCT FROM ${value(actorOf(viewer).id)}::uuid AND NOT e.detail ? 'isPast' AND e.at > now() - ${TOLD_FOR}`;
  return { from, values };
}

async function readNews(db: Db, viewer: Told, limit: number): Promise<TicketEventRow[]> {
  const { from, values } = told(viewer, () => `e.at > now() - ${TOLD_FOR}`);
  const { rows } = await db.query<TicketEventRow>(
    `/* notifications.read */ SELECT ${WHOLE_EVENT} ${from} ORDER BY e.position DESC LIMIT ${limit}`,
    values,
  );
  return rows;
}

/** Behind what they have seen: it is asked for after each event, and reads no more than is new. */
async function countUnread(db: Db, viewer: Told): Promise<number> {
  const { rows: marks } = await db.query<{ seen: string }>(
    '/* notifications.readMark */ SELECT seen_position::text AS seen FROM notification_mark WHERE user_id = $1',
    [viewer.userId],
  );
  const seen = marks[0]?.seen;
  const { from, values } = told(viewer, (value) =>
    seen === undefined ? `e.at > now() - ${NEW_TO_NEWCOMERS}` : `e.position > ${value(seen)}::bigint`,
  );
  const { rows } = await db.query<{ n: number }>(
    `/* notifications.countUnread */ SELECT count(*)::int AS n FROM (SELECT ${from} LIMIT ${MOST_UNREAD}) unread`,
    values,
  );
  return rows[0]?.n ?? 0;
}

/** Each part is read when it is asked for. */
interface Feed {
  viewer: Told;
  limit: number;
}

const NotificationFeed = builder.objectRef<Feed>('NotificationFeed').implement({
  description: '告知我的事 / The viewer’s notifications',
  fields: (t) => ({
    unreadCount: t.int({
      description: `未读条数，最多数到 ${MOST_UNREAD} / Number of unread notifications, counted up to ${MOST_UNREAD}`,
      resolve: ({ viewer }, _args, { services }) => countUnread(services.pool, viewer),
    }),
    events: t.field({
      type: [TicketEvent],
      description: '最新在前 / Notifications, newest first',
      resolve: async ({ viewer, limit }, _args, context) => {
        const events = await readNews(context.services.pool, viewer, limit);
        await ticketLoader(context).loadMany(events.map(({ ticketId }) => ticketId));
        return events;
      },
    }),
  }),
});

builder.queryField('notifications', (t) =>
  t.field({
    type: NotificationFeed,
    description: '与我有关的事件进展，近 30 天 / Events of the viewer’s tickets in the last 30 days',
    authScopes: { may: 'notifications.read' },
    args: { first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / Number of events, 1–100' }) },
    resolve: (_root, { first }, context) => ({ viewer: personOf(context), limit: pageSize(first ?? 20, context) }),
  }),
);

mutation('notificationsSeen', {
  says: '记住看到哪里 / Marks notifications as read up to a position',
  may: 'notifications.read',
  input: {
    sequence: checked(scalar('String', '看到的最新 sequence / The newest sequence that was read'), (given) =>
      /^\d{1,18}$/.test(given) ? given : wrong('FORM', positionWrong),
    ),
  },
  done: '已记住 / Marked as read',
  gives: gives<{ notifications: Feed }>((t) => ({
    notifications: t.expose('notifications', { type: NotificationFeed, description: '现在的告知 / The notifications as they are now' }),
  })),
  refuses: [],
  async do({ sequence }, context) {
    const viewer = personOf(context);
    await context.services.pool.query(
      `/* notifications.seen */ INSERT INTO notification_mark AS m (user_id, seen_position) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET seen_position = greatest(m.seen_position, excluded.seen_position)`,
      [viewer.userId, sequence],
    );
    return { notifications: { viewer, limit: 20 } };
  },
});

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
       UNION SELECT s.user_id FROM staff_profile s
         WHERE s.id = ANY(t.called_ids) AND e.actor_id IS DISTINCT FROM s.id AND (e.kind = 'ACCEPTED' OR (e.kind = 'CALLED' AND s.id = (e.detail->>'staffId')::uuid))
     ) told ON true JOIN push_subscription p ON p.user_id = told.user_id
     WHERE e.position > $1::bigint AND e.position <= $2::bigint AND NOT e.detail ? 'isPast' ORDER BY e.position`,
    [after, position, residents, TOLD.filter((kind) => kind !== 'CLOCK_WARNED')],
  );
  return { pushes, position };
}
