// A volunteer's record of service: what they did, where, for how long, how well; and the sums of it.
import type pg from 'pg';
import { may } from '../../frame/access/may.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { problem } from '../../frame/errors/problems.ts';
import { connectionOf, pageByTime, pageSize, timePosition } from '../../frame/relay/graph.ts';
import { speechOf } from '../../frame/speech.ts';
import { subjectOf, Volunteer } from '../../work/volunteers/people/graph.ts';
import { ShiftSignup } from '../../work/volunteers/shifts/graph.ts';
import { SIGNUP, type SignupRow } from '../../work/volunteers/shifts/store.ts';
import { BADGES, type Badge, badgesOf, type Merits } from './badges.ts';
import { spanWrong } from './refusals.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** Half-open; shifts count by their beginning. */
export interface Span {
  from: Date;
  until: Date;
}

/** What somebody has served. */
export interface ServiceTotals {
  shiftCount: number;
  minutes: number;
  points: number;
  /** Mean of the evaluations; null: there is none. */
  averageRating: number | null;
}

/** The sums of each volunteer's service. @param span null: all of it */
export async function readTotals(db: Db, volunteerIds: readonly string[], span: Span | null): Promise<Map<string, ServiceTotals>> {
  const { rows } = await db.query<ServiceTotals & { volunteerId: string }>(
    `/* honours.readTotals */
     SELECT u.volunteer_id AS "volunteerId", count(*)::int AS "shiftCount", sum(a.minutes)::int AS minutes, sum(a.points)::int AS points,
       avg(a.rating)::float8 AS "averageRating"
     FROM shift_signup u JOIN attendance a ON a.signup_id = u.id AND a.out_at IS NOT NULL
     WHERE u.volunteer_id = ANY($1::uuid[]) AND ($2::timestamptz IS NULL OR u.starts_at >= $2) AND ($3::timestamptz IS NULL OR u.starts_at < $3)
     GROUP BY u.volunteer_id`,
    [volunteerIds, span?.from ?? null, span?.until ?? null],
  );
  return new Map(rows.map(({ volunteerId, ...totals }) => [volunteerId, totals]));
}

const NOTHING: ServiceTotals = { shiftCount: 0, minutes: 0, points: 0, averageRating: null };

type RecordRow = SignupRow & { startsAt: Date };

/** What a volunteer has served behind a position, newest first. */
async function listServed(
  db: Db,
  { volunteerId, span, limit, after }: { volunteerId: string; span: Span; limit: number; after: { at: Date; id: string } | null },
): Promise<RecordRow[]> {
  const { rows } = await db.query<RecordRow>(
    `/* honours.listServed */ SELECT ${SIGNUP}, u.starts_at AS "startsAt" FROM shift_signup u JOIN attendance a ON a.signup_id = u.id AND a.out_at IS NOT NULL
     WHERE u.volunteer_id = $1 AND u.starts_at >= $2 AND u.starts_at < $3 AND ($4::timestamptz IS NULL OR (u.starts_at, u.id) < ($4, $5::uuid))
     ORDER BY u.starts_at DESC, u.id DESC LIMIT $6`,
    [volunteerId, span.from, span.until, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}

/** What badges are given for, of each volunteer. */
async function readMerits(db: Db, volunteerIds: readonly string[]): Promise<Map<string, Merits>> {
  const { rows } = await db.query<Merits & { volunteerId: string }>(
    `/* honours.readMerits */
     SELECT v.resident_id AS "volunteerId", coalesce(s.minutes, 0) AS minutes, coalesce(s.night, 0) AS "nightMinutes", coalesce(s.months, 0) AS "monthsServed",
       coalesce(s.kinds, 0) AS "kindsServed",
       (SELECT count(DISTINCT k.course_id)::int FROM training_certificate k WHERE k.volunteer_id = v.resident_id) AS "coursesTaken",
       (SELECT count(DISTINCT p.author_id)::int FROM praise p
         WHERE p.volunteer_id = v.resident_id AND p.shown_at IS NOT NULL AND p.hidden_at IS NULL) AS praises,
       (SELECT count(*)::int FROM star_nomination n WHERE n.volunteer_id = v.resident_id AND n.won_at IS NOT NULL) AS stars
     FROM volunteer v LEFT JOIN LATERAL (
       SELECT sum(a.minutes)::int AS minutes, sum(a.night_minutes)::int AS night, count(DISTINCT date_trunc('month', u.starts_at))::int AS months,
         count(DISTINCT t.kind)::int AS kinds
       FROM shift_signup u JOIN attendance a ON a.signup_id = u.id AND a.out_at IS NOT NULL JOIN shift s ON s.id = u.shift_id JOIN team t ON t.id = s.team_id
       WHERE u.volunteer_id = v.resident_id
     ) s ON true WHERE v.resident_id = ANY($1::uuid[])`,
    [volunteerIds],
  );
  return new Map(rows.map(({ volunteerId, ...merits }) => [volunteerId, merits]));
}

const meritsLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, Merits | null>('merits', async (ids) => {
    const merits = await readMerits(pool, ids);
    return ids.map((id) => merits.get(id) ?? null);
  });

const ServiceTotalsType = builder.objectRef<ServiceTotals>('ServiceTotals').implement({
  description: '服务的合计 / Totals of a volunteer’s service',
  fields: (t) => ({
    shiftCount: t.exposeInt('shiftCount', { description: '服务次数 / Number of services' }),
    minutes: t.exposeInt('minutes', { description: '服务多少分钟 / Minutes of service' }),
    points: t.exposeInt('points', { description: '所得积分 / Points earned' }),
    averageRating: t.exposeFloat('averageRating', { nullable: true, description: '评价的平均分；没有为空 / Average rating; null: none' }),
  }),
});

const BadgeEnum = builder.enumType('Badge', {
  description: '勋章：按规则自动获得，不比快慢 / Badges, awarded automatically by rule',
  values: Object.fromEntries(Object.entries(BADGES).map(([badge, { description }]) => [badge, { description }])) as {
    [Key in Badge]: { description: string };
  },
});

const ServedConnection = connectionOf(ShiftSignup, 'ShiftSignup', { zh: '服务记录', en: 'pieces of service' });

const SPAN_ARGUMENTS = { from: '从哪天起 / From', until: '到哪天为止，不含 / Until, exclusive' };

/** A span that was asked for. @throws BAD_USER_INPUT */
function spanOf({ from, until }: Span, context: Context): Span {
  if (until <= from) throw problem('BAD_USER_INPUT', spanWrong(speechOf(context)));
  return { from, until };
}

builder.objectFields(Volunteer, (t) => ({
  service: t.field({
    type: ServiceTotalsType,
    nullable: true,
    description: '一段时间服务的合计；本人和审核人可见 / Totals of service in a period; for the person and for reviewers',
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: SPAN_ARGUMENTS.from }),
      until: t.arg({ type: 'DateTime', required: true, description: SPAN_ARGUMENTS.until }),
    },
    resolve: async (row, args, context) => {
      if (!may(context, 'volunteer.read', subjectOf(row))) return null;
      return (await readTotals(context.services.pool, [row.id], spanOf(args, context))).get(row.id) ?? NOTHING;
    },
  }),
  serviceRecords: t.field({
    type: ServedConnection,
    nullable: true,
    description: '服务记录，最新在前；本人和审核人可见 / Service record, newest first; for the person and for reviewers',
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: SPAN_ARGUMENTS.from }),
      until: t.arg({ type: 'DateTime', required: true, description: SPAN_ARGUMENTS.until }),
      first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / Number of entries, 1–100' }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start after this cursor' }),
    },
    resolve: async (row, { first, after, ...span }, context) => {
      if (!may(context, 'volunteer.read', subjectOf(row))) return null;
      const size = pageSize(first ?? 20, context);
      const rows = await listServed(context.services.pool, {
        volunteerId: row.id,
        span: spanOf(span, context),
        limit: size + 1,
        after: timePosition(after, context),
      });
      return pageByTime(rows, { first: size, after, timeOf: ({ startsAt }) => startsAt });
    },
  }),
  badges: t.field({
    type: [BadgeEnum],
    description: '勋章 / Badges',
    resolve: async ({ id }, _args, context) => {
      const merits = await meritsLoader(context).load(id);
      return merits ? badgesOf(merits) : [];
    },
  }),
}));
