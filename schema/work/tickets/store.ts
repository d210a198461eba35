// All reads of tickets and their events. Statements carry their names.
import type pg from 'pg';
import type { ActorKind, Priority, TicketEventKind, TicketSource, TicketStatus } from '../../../prisma/client/enums.ts';
import type { Reach } from '../../frame/access/rules.ts';
import { selectList } from '../../frame/look-ahead.ts';
import { statementName } from '../../frame/statement-name.ts';
import { isOpen, type TicketState } from './life-cycle.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** A ticket with what its readers nearly always ask for, in one statement. */
export interface TicketRow extends TicketState {
  id: string;
  number: string;
  stationId: string;
  categoryId: string;
  isSensitive: boolean;
  source: TicketSource;
  description: string;
  address: string;
  longitude: number | null;
  latitude: number | null;
  buildingId: string | null;
  entranceId: string | null;
  /** From the building; null: somebody has named it, or there is none. */
  buildingMetres: number | null;
  isAnonymous: boolean;
  finderId: string | null;
  keyId: string | null;
  dueAt: Date | null;
  /** Of an alarm: false ones of its reporter in the 90 days before it. */
  falseAlarmCount: number;
  /** The reporter and neighbours with the same trouble. */
  followerIds: readonly string[];
  categoryNames: { zh: string; en: string };
  gridPlace: { id: string; code: string; name: string; communityId: string } | null;
  assignee: { id: string; title: string; role: string } | null;
  reporter: { id: string; name: string; phone: string | null } | null;
}

/** How each column of a ticket's row is read, of `ticket t` and JOINS. */
const COLUMNS: Readonly<Record<keyof TicketRow, string>> = {
  id: 't.id',
  number: 't.number',
  stationId: 't.station_id',
  communityId: 't.community_id',
  gridId: 't.grid_id',
  categoryId: 't.category_id',
  category: 'c.code',
  isSensitive: 'c.is_sensitive',
  categoryNames: `json_build_object('zh', c.name_zh, 'en', c.name_en)`,
  priority: 't.priority',
  status: 't.status',
  source: 't.source',
  description: 't.description',
  address: 't.address',
  longitude: 't.longitude',
  latitude: 't.latitude',
  buildingId: 't.building_id',
  entranceId: 't.entrance_id',
  buildingMetres: 't.building_metres',
  isAnonymous: 't.is_anonymous',
  reporterId: 't.reporter_id',
  finderId: 't.finder_id',
  keyId: 't.key_id',
  assigneeId: 't.assignee_id',
  calledIds: 't.called_ids',
  mergedIntoId: 't.merged_into_id',
  version: 't.version',
  lastSeq: 't.last_seq',
  result: 't.result',
  rating: 't.rating',
  ratingComment: 't.rating_comment',
  isFalseAlarm: 't.is_false_alarm',
  reopenCount: 't.reopen_count',
  escalationLevel: 't.escalation_level',
  clocks: 't.clocks',
  dueAt: 't.due_at',
  waitingSince: 't.waiting_since',
  appealedAt: 't.appealed_at',
  urgedAt: 't.urged_at',
  falseAlarmCount: `CASE WHEN t.source = 'ALARM' THEN (SELECT count(*)::int FROM ticket f WHERE f.reporter_id = t.reporter_id AND f.is_false_alarm
    AND f.created_at BETWEEN t.created_at - interval '90 days' AND t.created_at AND f.id <> t.id) ELSE 0 END`,
  createdAt: 't.created_at',
  triagedAt: 't.triaged_at',
  dispatchedAt: 't.dispatched_at',
  acceptedAt: 't.accepted_at',
  arrivedAt: 't.arrived_at',
  resolvedAt: 't.resolved_at',
  endedAt: 't.ended_at',
  followerIds: 'ARRAY(SELECT f.resident_id FROM ticket_follower f WHERE f.ticket_id = t.id ORDER BY f.since, f.resident_id)',
  gridPlace: `CASE WHEN g.id IS NULL THEN NULL
    ELSE json_build_object('id', g.id, 'code', g.code, 'name', g.name, 'communityId', g.community_id) END`,
  assignee: `CASE WHEN s.id IS NULL THEN NULL ELSE json_build_object('id', s.id, 'title', s.title, 'role', s.role) END`,
  reporter: `CASE WHEN r.id IS NULL THEN NULL ELSE json_build_object('id', r.id, 'name', r.name, 'phone', r.phone) END`,
};

/** What rights and cursors ask of every ticket. */
const ALWAYS = ['id', 'gridId', 'communityId', 'assigneeId', 'calledIds', 'reporterId', 'followerIds', 'createdAt', 'dueAt'] as const;

const WHOLE = selectList<TicketRow>(COLUMNS, ALWAYS, null);

const JOINS = `
  JOIN category c ON c.id = t.category_id LEFT JOIN grid g ON g.id = t.grid_id
  LEFT JOIN staff_profile s ON s.id = t.assignee_id LEFT JOIN resident r ON r.id = t.reporter_id`;

const FROM = `FROM ticket t ${JOINS}`;

/** Tickets by their ids, in no order. */
export async function readTickets(db: Db, ids: readonly string[]): Promise<TicketRow[]> {
  const { rows } = await db.query<TicketRow>({
    name: 'tickets.readTickets',
    text: `/* tickets.readTickets */ SELECT ${WHOLE} ${FROM} WHERE t.id = ANY($1::uuid[])`,
    values: [ids],
  });
  return rows;
}

/** Emergencies that nobody has accepted, and those accepted within a minute, the nearest deadline first, at most 50. */
export async function readUrgent(db: Db): Promise<TicketRow[]> {
  const { rows } = await db.query<TicketRow>(
    `/* tickets.readUrgent */ SELECT ${WHOLE} ${FROM} WHERE t.priority = 'P1' AND ${IS_OPEN}
       AND (t.status IN ('SUBMITTED', 'TRIAGED', 'DISPATCHED') OR (t.status = 'ACCEPTED' AND t.accepted_at > now() - interval '1 minute'))
     ORDER BY t.due_at NULLS LAST, t.created_at, t.id LIMIT 50`,
  );
  return rows;
}

/** Locks tickets until the transaction ends, in the order of their ids, so that two that want the same ones cannot wait for each other. */
export async function lockTickets(db: Db, ids: readonly string[]): Promise<{ tickets: Map<string, TicketRow>; now: Date }> {
  await db.query('/* tickets.lock */ SELECT FROM ticket WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [ids]);
  // A statement of its own: it sees what was committed while the lock was awaited.
  const { rows } = await db.query<TicketRow & { now: Date }>(
    `/* tickets.readLocked */ SELECT ${WHOLE}, clock_timestamp()::timestamptz(3) AS now ${FROM} WHERE t.id = ANY($1::uuid[])`,
    [ids],
  );
  return { tickets: new Map(rows.map((row) => [row.id, row])), now: rows[0]?.now ?? new Date(0) };
}

export async function readTicketId(db: Db, number: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>('/* tickets.readTicketId */ SELECT id FROM ticket WHERE number = $1', [number]);
  return rows[0]?.id ?? null;
}

/** What a list of tickets is narrowed to; absent: everything. */
export interface TicketFilter {
  statuses?: readonly TicketStatus[];
  priorities?: readonly Priority[];
  categories?: readonly string[];
  gridId?: string;
  assigneeId?: string;
  followerId?: string;
  isOpen?: boolean;
  isOverdue?: boolean;
  createdFrom?: Date;
  createdUntil?: Date;
}

/** CREATED: newest first. DUE: nearest deadline first, those without one last. */
export type TicketOrder = 'CREATED' | 'DUE';

/** Where a page goes on: the last row's time in the order, null without a deadline, and its id. */
export interface TicketPosition {
  at: Date | null;
  id: string;
}

/** The statuses of an open ticket, as the partial index of the migration names them. */
export const IS_OPEN = `t.ended_at IS NULL AND t.status <> 'RESOLVED'`;

/** What everybody may know of, of `ticket t`: neither people's private lives nor alarms, nor what came to nothing. */
export const IS_PUBLIC = `t.source <> 'ALARM' AND t.status NOT IN ('REJECTED', 'MERGED', 'CANCELLED')
  AND t.category_id IN (SELECT id FROM category WHERE NOT is_sensitive)`;

/** Tickets within reach, filtered, behind a position; of each the columns that are wanted and those that rights ask for. Null: the whole row. */
export async function readPage(
  db: Db,
  {
    reach,
    filter,
    order,
    limit,
    after,
    columns,
  }: {
    reach: Reach;
    filter: TicketFilter;
    order: TicketOrder;
    limit: number;
    after: TicketPosition | null;
    columns: ReadonlySet<string> | null;
  },
): Promise<TicketRow[]> {
  const values: unknown[] = [];
  const value = (one: unknown) => `$${values.push(one)}`;
  const where = [...reachSql(reach, value), ...filterSql(filter, value)];
  if (after) {
    const [at, id] = [after.at && value(after.at), value(after.id)];
    if (order === 'CREATED') where.push(`(t.created_at, t.id) < (${at}::timestamptz, ${id}::uuid)`);
    else where.push(`(coalesce(t.due_at, 'infinity'), t.id) > (${at ? `${at}::timestamptz` : `'infinity'::timestamptz`}, ${id}::uuid)`);
  }
  const by = order === 'CREATED' ? 't.created_at DESC, t.id DESC' : `coalesce(t.due_at, 'infinity'), t.id`;
  const text = `/* tickets.readPage */ SELECT ${selectList<TicketRow>(COLUMNS, ALWAYS, columns)} FROM (
       SELECT t.* FROM ticket t WHERE ${where.join(' AND ') || 'true'} ORDER BY ${by} LIMIT ${limit}
     ) t ${JOINS} ORDER BY ${by}`;
  const { rows } = await db.query<TicketRow>({ name: statementName('tickets.readPage', text), text, values } as pg.QueryConfig);
  return rows;
}

/** Conditions on `ticket t` that keep a list within reach. */
export function reachSql(
  { isAll, gridIds, communityIds, residentId, assigneeId, calledId }: Reach,
  value: (one: unknown) => string,
): string[] {
  if (isAll) return [];
  const any: string[] = [];
  if (gridIds.length > 0) any.push(`t.grid_id = ANY(${value(gridIds)}::uuid[])`);
  if (communityIds.length > 0) any.push(`t.community_id = ANY(${value(communityIds)}::uuid[])`);
  if (assigneeId) any.push(`t.assignee_id = ${value(assigneeId)}::uuid`);
  if (calledId) any.push(calls(value(calledId)));
  if (residentId) any.push(followedBy(value(residentId)));
  return [any.length > 0 ? `(${any.join(' OR ')})` : 'false'];
}

/** That somebody was called to it, as the partial index names it. */
export const calls = (staffId: string) => `(t.called_ids <> '{}' AND t.called_ids @> ARRAY[${staffId}]::uuid[])`;

const followedBy = (residentId: string) => `t.id IN (SELECT f.ticket_id FROM ticket_follower f WHERE f.resident_id = ${residentId}::uuid)`;

function filterSql(filter: TicketFilter, value: (one: unknown) => string): string[] {
  const where: string[] = [];
  if (filter.statuses) where.push(`t.status = ANY(${value(filter.statuses)}::ticket_status[])`);
  // Follows from the statuses, and tells the planner so: what has ended lies outside the index.
  if (filter.statuses?.every((status) => isOpen(status) || status === 'RESOLVED')) where.push('t.ended_at IS NULL');
  if (filter.priorities) where.push(`t.priority = ANY(${value(filter.priorities)}::priority[])`);
  if (filter.categories) where.push(`t.category_id IN (SELECT id FROM category WHERE code = ANY(${value(filter.categories)}))`);
  if (filter.gridId) where.push(`t.grid_id = ${value(filter.gridId)}::uuid`);
  if (filter.assigneeId) where.push(`t.assignee_id = ${value(filter.assigneeId)}::uuid`);
  if (filter.followerId) where.push(followedBy(value(filter.followerId)));
  if (filter.isOpen !== undefined) where.push(filter.isOpen ? `(${IS_OPEN})` : `NOT (${IS_OPEN})`);
  if (filter.isOverdue) where.push(`coalesce(t.due_at, 'infinity') < now()`);
  if (filter.createdFrom) where.push(`t.created_at >= ${value(filter.createdFrom)}`);
  if (filter.createdUntil) where.push(`t.created_at < ${value(filter.createdUntil)}`);
  return where;
}

/** What neighbours may know of a ticket like theirs. */
export interface NearbyRow {
  id: string;
  number: string;
  category: string;
  status: TicketStatus;
  followerCount: number;
  metres: number;
  createdAt: Date;
}

/**
 * Open, not sensitive tickets of a category within `metres` of a point, nearest first, at most 3. Flat-earth distance, to their
 * places rounded to 0.001 degrees: from exact distances to several points anybody could find the door of who reported.
 */
export async function readNearby(
  db: Db,
  { category, point, metres }: { category: string; point: { longitude: number; latitude: number }; metres: number },
): Promise<NearbyRow[]> {
  const { rows } = await db.query<NearbyRow>(
    `/* tickets.readNearby */
     SELECT * FROM (
       SELECT t.id, t.number, c.code AS category, t.status, t.created_at AS "createdAt",
         (SELECT count(*)::int FROM ticket_follower f WHERE f.ticket_id = t.id) AS "followerCount",
         111320 * sqrt((round(t.latitude::numeric, 3)::float8 - $3) ^ 2 + ((round(t.longitude::numeric, 3)::float8 - $2) * cos(radians($3))) ^ 2) AS metres
       FROM ticket t JOIN category c ON c.id = t.category_id
       WHERE c.code = $1 AND NOT c.is_sensitive AND ${IS_OPEN}
         AND t.latitude BETWEEN $3 - $4::float8 / 111320 - 0.001 AND $3 + $4::float8 / 111320 + 0.001 AND t.created_at > now() - interval '30 days'
     ) near WHERE metres <= $4 ORDER BY metres, id LIMIT 3`,
    [category, point.longitude, point.latitude, metres],
  );
  return rows;
}

/** Of each ticket the open ones at its building that are within reach, the most urgent first, at most `limit`. */
export async function readOpenAtBuilding(
  db: Db,
  tickets: readonly { id: string; buildingId: string }[],
  reach: Reach,
  limit: number,
): Promise<(TicketRow & { besideId: string })[]> {
  const values: unknown[] = [tickets.map(({ id }) => id), tickets.map(({ buildingId }) => buildingId)];
  const within = reachSql(reach, (one) => `$${values.push(one)}`).map((condition) => ` AND ${condition}`);
  const { rows } = await db.query<TicketRow & { besideId: string }>(
    `/* tickets.readOpenAtBuilding */
     SELECT beside.id AS "besideId", near.* FROM unnest($1::uuid[], $2::uuid[]) AS beside (id, building_id) CROSS JOIN LATERAL (
       SELECT ${WHOLE} ${FROM} WHERE t.building_id = beside.building_id AND t.id <> beside.id AND ${IS_OPEN}${within.join('')}
       ORDER BY t.priority, t.created_at DESC, t.id LIMIT ${limit}
     ) near`,
    values,
  );
  return rows;
}

export interface TicketEventRow {
  id: string;
  /** Decimal digits: bigger than a number holds exactly. */
  position: string;
  ticketId: string;
  seq: number;
  at: Date;
  kind: TicketEventKind;
  fromStatus: TicketStatus | null;
  toStatus: TicketStatus;
  actorKind: ActorKind;
  actorId: string | null;
  actorTitle: string;
  detail: Readonly<Record<string, unknown>>;
}

/** How each column of an event's row is read, of `ticket_event e`. */
const EVENT_COLUMNS: Readonly<Record<keyof TicketEventRow, string>> = {
  id: 'e.id',
  position: 'e.position::text',
  ticketId: 'e.ticket_id',
  seq: 'e.seq',
  at: 'e.at',
  kind: 'e.kind',
  fromStatus: 'e.from_status',
  toStatus: 'e.to_status',
  actorKind: 'e.actor_kind',
  actorId: 'e.actor_id',
  actorTitle: 'e.actor_title',
  detail: 'e.detail',
};

/** The select list of a whole event. */
export const WHOLE_EVENT = selectList<TicketEventRow>(EVENT_COLUMNS, [], null);

/**
 * Events behind a position over all tickets, in the order in which everybody sees them. What was imported with its outcome
 * is no news.
 * @param followerId only of tickets that this resident follows
 */
export async function readEventsAfter(
  db: Db,
  position: string,
  limit: number,
  followerId: string | null = null,
): Promise<TicketEventRow[]> {
  const { rows } = await db.query<TicketEventRow>(
    followerId
      ? `/* tickets.readFollowedEventsAfter */ SELECT ${WHOLE_EVENT} FROM ticket_event e
         WHERE e.ticket_id = ANY(ARRAY(SELECT f.ticket_id FROM ticket_follower f WHERE f.resident_id = $3::uuid))
           AND e.position > $1::bigint AND NOT e.detail ? 'isPast' ORDER BY e.position LIMIT $2`
      : `/* tickets.readEventsAfter */ SELECT ${WHOLE_EVENT} FROM ticket_event e
         WHERE e.position > $1::bigint AND NOT e.detail ? 'isPast' ORDER BY e.position LIMIT $2`,
    followerId ? [position, limit, followerId] : [position, limit],
  );
  return rows;
}

/** The position of the newest event; "0" without any. */
export async function readLastPosition(db: Db): Promise<string> {
  const { rows } = await db.query<{ position: string }>(
    `/* tickets.readLastPosition */ SELECT coalesce(max(position), 0)::text AS position FROM ticket_event`,
  );
  return rows[0]?.position ?? '0';
}

/** The last `limit` events of each ticket, newest first; of each the columns that are wanted, and its ticket. Null: the whole row. */
export async function readLastEvents(
  db: Db,
  ticketIds: readonly string[],
  limit: number,
  columns: ReadonlySet<string> | null,
): Promise<TicketEventRow[]> {
  const text = `/* tickets.readLastEvents */ SELECT e.* FROM unnest($1::uuid[]) AS wanted(id) CROSS JOIN LATERAL (
       SELECT ${selectList<TicketEventRow>(EVENT_COLUMNS, ['ticketId'], columns)} FROM ticket_event e WHERE e.ticket_id = wanted.id ORDER BY e.seq DESC LIMIT $2
     ) e`;
  const name = statementName('tickets.readLastEvents', text);
  const { rows } = await db.query<TicketEventRow>({ name, text, values: [ticketIds, limit] } as pg.QueryConfig);
  return rows;
}

/** Somebody who could be sent. */
export interface Candidate {
  id: string;
  title: string;
  role: string;
  /** The grids of the station they serve now. */
  gridIds: string[];
  openCount: number;
  /** Tickets that they have resolved within a year, by category: what they are practised in. None: absent. */
  practice: Readonly<Record<string, number>>;
}

/** Officers and grid workers on duty now, and property managers, with their open tickets and their practice in some categories. */
export async function readCandidates(db: Db, categories: readonly string[]): Promise<Candidate[]> {
  const { rows } = await db.query<Candidate>(
    `/* tickets.readCandidates */
     SELECT s.id, s.title, s.role, coalesce(array_agg(DISTINCT d.grid_id) FILTER (WHERE d.grid_id IS NOT NULL), '{}') AS "gridIds",
       (SELECT count(*)::int FROM ticket t WHERE t.assignee_id = s.id AND ${IS_OPEN}) AS "openCount",
       (SELECT coalesce(jsonb_object_agg(code, n), '{}') FROM (
          SELECT c.code, count(*)::int AS n FROM ticket t JOIN category c ON c.id = t.category_id
          WHERE t.assignee_id = s.id AND c.code = ANY($1) AND t.resolved_at > now() - interval '1 year' GROUP BY 1
        ) resolved) AS practice
     FROM staff_profile s
     LEFT JOIN duty d ON d.staff_id = s.id AND d.starts_at <= now() AND (d.ends_at IS NULL OR d.ends_at > now())
     WHERE s.left_at IS NULL AND s.role IN ('OFFICER', 'GRID_WORKER', 'PROPERTY')
     GROUP BY s.id HAVING s.role = 'PROPERTY' OR count(d.id) > 0`,
    [categories],
  );
  return rows;
}
