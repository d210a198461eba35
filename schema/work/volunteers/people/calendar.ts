// A volunteer's shifts as an iCalendar feed (RFC 5545) under a secret address, for the calendar of their phone.
import { ICalAlarmType, ICalCalendar, ICalEventStatus } from 'ical-generator';
import type pg from 'pg';
import { hashToken, newSecret } from '../../../commons/people/tokens.ts';
import { residentOf } from '../../../frame/access/callers.ts';
import { type Exporter, NO_FILE } from '../../../frame/export.ts';
import { gives, mutation } from '../../../frame/mutation.ts';
import { NotFound } from '../../../frame/refusals.ts';
import { refusals } from '../refusals.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** What is over stays in the calendar for so long. */
const PAST = `interval '30 days'`;
/** Minutes before the beginning at which the phone reminds of it. */
const REMINDERS = [24 * 60, 2 * 60];

interface FeedShift {
  id: string;
  title: string;
  description: string;
  startsAt: Date;
  endsAt: Date;
  isWaiting: boolean;
  isCancelled: boolean;
  version: number;
  team: string;
  post: string;
  longitude: number;
  latitude: number;
}

/** The shifts of the holder of that secret; null: nobody. One that was left is reported as cancelled, so that phones take it out. */
async function readFeed(db: Db, secret: string, now: Date): Promise<FeedShift[] | null> {
  const { rows: owners } = await db.query<{ id: string }>(
    `/* volunteers.readCalendarOwner */ SELECT resident_id AS id FROM volunteer WHERE calendar_hash = $1 AND status = 'ACTIVE'`,
    [hashToken(secret)],
  );
  const [owner] = owners;
  if (!owner) return null;
  const { rows } = await db.query<FeedShift>(
    `/* volunteers.readCalendar */
     SELECT s.id, s.title, s.description, s.starts_at AS "startsAt", s.ends_at AS "endsAt", u.status = 'WAITING' AS "isWaiting",
       u.status = 'LEFT' AS "isCancelled", s.version, t.name AS team, p.name AS post, p.longitude, p.latitude
     FROM shift_signup u JOIN shift s ON s.id = u.shift_id JOIN team t ON t.id = s.team_id JOIN duty_post p ON p.id = s.post_id
     WHERE u.volunteer_id = $1 AND u.starts_at > $2::timestamptz - ${PAST} ORDER BY u.starts_at LIMIT 500`,
    [owner.id, now],
  );
  return rows;
}

/** The feed under its secret address: whoever has it may read it, and nothing else. */
export const exportCalendar: Exporter = async ({ pool, clock }, { params: { secret = '' } }) => {
  const text = /^[\w-]{32}$/.test(secret) ? await calendarOf(pool, secret, clock.now()) : null;
  return text ? { type: 'text/calendar', name: null, text } : NO_FILE;
};

/** The feed as text; null: there is none under this secret. */
async function calendarOf(db: Db, secret: string, now: Date): Promise<string | null> {
  const shifts = await readFeed(db, secret, now);
  if (!shifts) return null;
  const calendar = new ICalCalendar({ name: '携手志愿班次', prodId: { company: 'Xieshou', product: 'Shifts', language: 'ZH' }, ttl: 3600 });
  for (const { id, title, description, startsAt, endsAt, isWaiting, isCancelled, version, team, post, longitude, latitude } of shifts) {
    const event = calendar.createEvent({
      id: `${id}@xieshou`,
      start: startsAt,
      end: endsAt,
      stamp: now,
      sequence: version,
      summary: isWaiting ? `（候补）${title}` : title,
      description: [team, description].filter(Boolean).join('\n'),
      location: { title: post, geo: { lat: latitude, lon: longitude } },
      status: isCancelled ? ICalEventStatus.CANCELLED : isWaiting ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
    });
    if (!isWaiting && !isCancelled)
      for (const minutes of REMINDERS) event.createAlarm({ type: ICalAlarmType.display, trigger: minutes * 60, description: title });
  }
  return calendar.toString();
}

const feed = {
  done: '日历地址已更换或关闭 / The address was renewed or revoked',
  gives: gives<{ path: string | null }>((t) => ({
    path: t.exposeString('path', {
      nullable: true,
      description: '日历的路径，只在生成时给一次；关闭后为空 / Path of the calendar, shown only once; null: revoked',
    }),
  })),
  names: { success: 'CalendarFeedSuccess' },
};

mutation('calendarFeedCreate', {
  says: '生成班次日历的保密地址，旧地址即失效 / Creates the secret address of the viewer’s calendar; the previous one is revoked',
  may: 'shift.serve',
  input: {},
  ...feed,
  refuses: [NotFound],
  async do(_input, context) {
    const secret = newSecret();
    const isThere = await setFeed(context.services.pool, residentOf(context).residentId, secret);
    return isThere ? { path: `/calendar/${secret}.ics` } : refusals.volunteerNotFound;
  },
});

mutation('calendarFeedRemove', {
  says: '关闭班次日历的地址 / Revokes the address of the viewer’s calendar',
  may: 'shift.serve',
  input: {},
  ...feed,
  refuses: [],
  async do(_input, context) {
    await setFeed(context.services.pool, residentOf(context).residentId, null);
    return { path: null };
  },
});

async function setFeed(db: Db, residentId: string, secret: string | null): Promise<boolean> {
  const { rowCount } = await db.query('/* volunteers.setCalendar */ UPDATE volunteer SET calendar_hash = $2 WHERE resident_id = $1', [
    residentId,
    secret && hashToken(secret),
  ]);
  return rowCount === 1;
}
