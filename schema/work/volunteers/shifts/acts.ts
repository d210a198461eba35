// What is done about shifts: captains and officers make, change and cancel them, volunteers join and leave.

import { pointWrong } from '../../../commons/grids/refusals.ts';
import { isOnEarth } from '../../../commons/grids/rules.ts';
import { findGridAt } from '../../../commons/grids/store.ts';
import { noticeTopics } from '../../../commons/notices/topics.ts';
import { residentOf } from '../../../frame/access/callers.ts';
import { flag, group, optional, row, scalar, text, type ValuesOf, whole } from '../../../frame/inputs.ts';
import { choices } from '../../../frame/lists.ts';
import { gives, mutation } from '../../../frame/mutation.ts';
import { Conflict, conflict, Invalid, invalid, isRefusal, notFound } from '../../../frame/refusals.ts';
import { say } from '../../../frame/speech.ts';
import { inTransaction } from '../../../frame/transaction.ts';
import { SkillEnum } from '../enums.ts';
import { COORDINATES, future, ownShift, ownTeam, shiftId, teamRoute, version } from '../inputs.ts';
import { postGone, refusals, routeGone, ShiftCapacity, ShiftFull, ShiftNotJoined, ShiftNotOpen, ShiftOverlap, UNFIT } from '../refusals.ts';
import { SHIFTS_TOPIC, shiftTopic } from '../topics.ts';
import { cancelLocked, cancelShift, change, join, leave, type Place } from './deeds.ts';
import { DutyPost, Shift, ShiftSignup } from './graph.ts';
import { recurrenceMistake } from './recurrence.ts';
import { beginSeries } from './series.ts';
import { endSeries, insertPost, insertShifts, type PostRow, readShifts, type ShiftRow } from './store.ts';

const MOST_PLACES = 500;
const LEAST_MINUTES = 15;
const MOST_MINUTES = 960;

const shift = gives<{ shift: ShiftRow }>((t) => ({
  shift: t.expose('shift', { type: Shift, description: '班次现在的样子 / The shift as it is now' }),
}));
const shifts = gives<{ shifts: ShiftRow[] }>((t) => ({
  shifts: t.expose('shifts', { type: [Shift], description: '涉及的班次，早的在前 / The shifts, earliest first' }),
}));

const TEXT = {
  title: text(2, 40, '做什么 / Title'),
  description: text(0, 500, '说明 / Details', { isMultiline: true }),
  capacity: whole(1, MOST_PLACES, '名额 / Places'),
};
const CONTENT = {
  teamId: ownTeam,
  postId: row<PostRow>('DutyPost', '在哪里签到 / ID of the post for check-in', postGone),
  routeId: optional(teamRoute),
  ...TEXT,
  skills: choices(SkillEnum, '需要的技能 / Skills required', { otherwise: [] }),
  startsAt: future('开始；重复的为第一次 / Start; for a series, of the first shift'),
  minutes: whole(LEAST_MINUTES, MOST_MINUTES, '多少分钟 / Duration in minutes'),
};
const content = group('ShiftContent', { type: '班次的内容 / Details of a shift', says: '内容 / Details of the shift' }, CONTENT);
const reason = text(2, 100, '原因 / Reason');

/** The content as it is stored; a refusal: its route is not the team's. */
function plannedOf({ teamId: team, postId: post, routeId: route, ...planned }: ValuesOf<typeof CONTENT>) {
  if (route && (route.teamId !== team.id || route.retiredAt)) return notFound(routeGone);
  return { teamId: team.id, postId: post.id, routeId: route?.id ?? null, ...planned };
}

mutation('shiftCreate', {
  says: '新建一个班次 / Creates a shift',
  may: 'shift.manage',
  input: { content },
  done: '已建好 / Created',
  gives: shift,
  refuses: [],
  async do({ content }, context) {
    const planned = plannedOf(content);
    if (isRefusal(planned)) return planned;
    const { startsAt, minutes } = planned;
    const { pool, live } = context.services;
    const id = context.requestUuid; // a repeat under the same key finds the shift there
    const endsAt = new Date(startsAt.getTime() + minutes * 60_000);
    const [made] = await insertShifts(pool, [{ id, startsAt, endsAt }], { ...planned, seriesId: null });
    const shift = made ?? (await readShifts(pool, [id]))[0];
    live.touch([SHIFTS_TOPIC]);
    return { shift: shift as ShiftRow };
  },
});

const ruleForm = say(
  '重复规则写法不对，例如 FREQ=WEEKLY;BYDAY=MO,WE。',
  'The recurrence rule is not valid. Write it like FREQ=WEEKLY;BYDAY=MO,WE.',
);
const ruleNever = say('按这个规则一年内没有任何班次，请检查。', 'This rule yields no shift within a year. Check it and try again.');

mutation('shiftSeriesCreate', {
  says: '新建重复班次：先排八周，以后自动续排 / Creates a series of shifts: eight weeks ahead, extended continuously',
  may: 'shift.manage',
  input: {
    content,
    rule: scalar('String', 'RFC 5545 规则，如 FREQ=WEEKLY;BYDAY=MO,WE / RRULE, in the station’s local time'),
    skipsHolidays: flag(false, '法定节假日是否不排 / Whether to skip public holidays'),
  },
  done: '已排好 / Created',
  gives: shifts,
  refuses: [Invalid],
  async do({ content, rule, skipsHolidays }, context) {
    const planned = plannedOf(content);
    if (isRefusal(planned)) return planned;
    const { pool, live, clock, settings } = context.services;
    const { timeZone } = settings;
    const recurrence = { rule, firstStartsAt: planned.startsAt, timeZone, skipsHolidays };
    const mistake = recurrenceMistake(recurrence);
    if (mistake) return invalid({ path: ['rule'], code: mistake, says: mistake === 'NEVER' ? ruleNever : ruleForm });
    const series = { id: context.requestUuid, ...planned, ...recurrence };
    const shifts = await beginSeries(pool, series, { now: clock.now(), timeZone });
    live.touch([SHIFTS_TOPIC]);
    return { shifts };
  },
});

mutation('shiftSeriesEnd', {
  says: '停止重复班次，取消其后还没开始的 / Stops a series and cancels its upcoming shifts',
  may: 'shift.manage',
  input: { shiftId: ownShift, reason },
  done: '已停止 / Stopped',
  gives: shifts,
  refuses: [],
  async do({ shiftId: { seriesId }, reason }, { services: { pool, live, clock } }) {
    const now = clock.now();
    const cancelled =
      seriesId &&
      (await inTransaction(pool, async (client) => {
        const shiftIds = await endSeries(client, seriesId, now);
        if (!shiftIds) return null;
        const all: { shift: ShiftRow; volunteerIds: string[] }[] = [];
        for (const shiftId of shiftIds) {
          const one = await cancelLocked(client, { shiftId, reason, now });
          if (!isRefusal(one)) all.push(one);
        }
        return all;
      }));
    if (!cancelled) return refusals.seriesNotFound;
    const shifts = cancelled.map(({ shift }) => shift);
    const told = cancelled.flatMap(({ volunteerIds }) => volunteerIds);
    live.touch([SHIFTS_TOPIC, ...shifts.map(({ id }) => shiftTopic(id)), ...noticeTopics(told)]);
    return { shifts };
  },
});

mutation('shiftChange', {
  says: '修改班次的内容或名额，时间不能改；名额增加，候补自动递补 / Changes the details or places of a shift, not its time; people on the wait-list move up',
  may: 'shift.manage',
  input: { shiftId: ownShift, expectedVersion: version, ...TEXT },
  done: '已修改 / Changed',
  gives: shift,
  refuses: [Conflict, ShiftCapacity, ShiftNotOpen],
  async do({ shiftId: { id: shiftId }, ...changes }, { services: { pool, live, clock } }) {
    const changed = await change(pool, { shiftId, ...changes, now: clock.now() });
    if (!isRefusal(changed)) live.touch([SHIFTS_TOPIC, shiftTopic(shiftId), ...noticeTopics(changed.promoted)]);
    return changed;
  },
});

mutation('shiftCancel', {
  says: '取消班次；已有人签到的不能取消 / Cancels a shift; not possible once someone has checked in',
  may: 'shift.manage',
  input: { shiftId: ownShift, reason },
  done: '已取消 / Cancelled',
  gives: shift,
  refuses: [ShiftNotOpen],
  async do({ shiftId: { id: shiftId }, reason }, { services: { pool, live, clock } }) {
    const cancelled = await cancelShift(pool, { shiftId, reason, now: clock.now() });
    if (!isRefusal(cancelled)) live.touch([SHIFTS_TOPIC, shiftTopic(shiftId), ...noticeTopics(cancelled.volunteerIds)]);
    return cancelled;
  },
});

const postNameTaken = say('已有同名的执勤点，请换个名称。', 'A post with this name exists. Choose another name.');

mutation('dutyPostCreate', {
  says: '新设执勤点 / Creates a duty post',
  may: 'volunteer.manage',
  input: {
    name: text(2, 40, '名称 / Name'),
    ...COORDINATES,
    radiusMetres: whole(20, 2000, '多少米以内可凭位置签到 / Distance in metres within which a location is accepted', { otherwise: 150 }),
  },
  done: '已设好 / Created',
  gives: gives<{ post: PostRow }>((t) => ({ post: t.expose('post', { type: DutyPost, description: '执勤点 / The post' }) })),
  refuses: [Invalid, Conflict],
  async do(content, { services, requestUuid: id }) {
    if (!isOnEarth(content)) return invalid({ path: ['longitude'], code: 'OUT_OF_RANGE', says: pointWrong });
    const grid = await findGridAt(services.prisma, content);
    const post = await insertPost(services.pool, { id, gridId: grid?.id ?? null, ...content });
    return post ? { post } : conflict(postNameTaken);
  },
});

export const place = gives<Place>((t) => ({
  shift: t.expose('shift', { type: Shift, description: '班次现在的样子 / The shift as it is now' }),
  signup: t.expose('signup', { type: ShiftSignup, description: '本人的位置 / The viewer’s sign-up' }),
}));

mutation('shiftJoin', {
  says: '报名班次；满了可排候补，有人退出自动递补 / Joins a shift, or its wait-list',
  may: 'shift.serve',
  input: { shiftId, mayWait: flag(false, '满了是否排候补 / Whether to join the wait-list if it is full') },
  done: '已报名或已排候补 / Joined, or on the wait-list',
  gives: place,
  refuses: [...UNFIT, ShiftNotOpen, ShiftFull, ShiftOverlap],
  async do({ shiftId, mayWait }, context) {
    const { pool, clock, live } = context.services;
    const joined = await join(pool, { shiftId, volunteerId: residentOf(context).residentId, mayWait, now: clock.now() });
    if (!isRefusal(joined)) live.touch([SHIFTS_TOPIC, shiftTopic(shiftId)]);
    return joined;
  },
});

mutation('shiftLeave', {
  says: '退出班次或候补；开始前 12 小时以内退出会注明 / Leaves a shift; leaving within 12 hours of the start is recorded',
  may: 'shift.serve',
  input: { shiftId },
  done: '已退出 / Left',
  gives: place,
  refuses: [ShiftNotOpen, ShiftNotJoined],
  async do({ shiftId }, context) {
    const { pool, clock, live } = context.services;
    const left = await leave(pool, { shiftId, volunteerId: residentOf(context).residentId, now: clock.now() });
    if (!isRefusal(left)) live.touch([SHIFTS_TOPIC, shiftTopic(shiftId), ...noticeTopics(left.told)]);
    return left;
  },
});
