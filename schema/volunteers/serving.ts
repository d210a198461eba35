// What volunteers do with shifts: join, leave, check in, check out.
import { residentOf } from '../access/callers.ts';
import { actorOf } from '../actor.ts';
import { readCode } from '../codes.ts';
import type { Context } from '../context.ts';
import { dateTime, flag, optional, plain, type ValuesOf } from '../frame/inputs.ts';
import { gives, mutation } from '../frame/mutation.ts';
import { Invalid, isRefusal } from '../frame/refusals.ts';
import { noticeTopics } from '../notices/topics.ts';
import { pointsTopic } from '../points/topics.ts';
import { CHECK_IN_LETTERS, type Checked, type CheckRequest, checkIn, checkOut, codesOf } from './attendance.ts';
import { positionOf, shiftId } from './inputs.ts';
import {
  CheckInCodeExpired,
  CheckInCodeUsed,
  CheckInCodeWrong,
  CheckInElsewhere,
  CheckInTime,
  CheckInTooFar,
  CheckOutClosed,
  NotCheckedIn,
  refusals,
  ShiftFull,
  ShiftNotJoined,
  ShiftNotOpen,
  ShiftOverlap,
  UNFIT,
} from './refusals.ts';
import { join, leave, type Place } from './roster.ts';
import { Shift, ShiftSignup } from './shifts.ts';
import { readShifts, type ShiftRow } from './shifts-store.ts';
import { PATROLS_TOPIC, SHIFTS_TOPIC, shiftTopic } from './topics.ts';

const place = gives<Place>((t) => ({
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

const PROOF = {
  shiftId,
  code: plain<string | null | undefined>((t) =>
    t.string({ description: '执勤点屏幕上或队长告知的 6 位码 / The code of the post, or of the captain' }),
  ),
  position: positionOf('没有码时的位置 / The location, when there is no code'),
  at: optional(dateTime('没有网络时签的，补传其时间；不填为现在 / When it happened, if it was recorded offline; omitted: now')),
};
const UNPROVED = [Invalid, ShiftNotJoined, CheckInTime, CheckInTooFar, CheckInCodeWrong, CheckInCodeExpired, CheckInElsewhere] as const;

mutation('shiftCheckIn', {
  says: '签到：凭执勤点的码、队长的码或位置 / Checks in with the code of the post or captain, or with the location',
  may: 'shift.serve',
  input: PROOF,
  done: '已签到 / Checked in',
  gives: place,
  refuses: [...UNFIT, ...UNPROVED, ShiftNotOpen],
  async do(input, context) {
    const request = requestOf(input, context);
    const checked = isRefusal(request) ? request : await checkIn(context.services.pool, request);
    return isRefusal(checked) ? checked : placeOf(checked, context);
  },
});

mutation('shiftCheckOut', {
  says: '签退：积分当时入账 / Checks out; points arrive immediately',
  may: 'shift.serve',
  input: PROOF,
  done: '已签退，积分已入账 / Checked out, points credited',
  gives: place,
  refuses: [...UNPROVED, NotCheckedIn, CheckInCodeUsed, CheckOutClosed],
  async do(input, context) {
    const request = requestOf(input, context);
    if (isRefusal(request)) return request;
    const { pool, live, settings } = context.services;
    const checked = await checkOut(pool, { ...request, actor: actorOf(context.viewer), timeZone: settings.timeZone });
    if (isRefusal(checked)) return checked;
    live.touch([pointsTopic(request.volunteerId)]);
    return placeOf(checked, context);
  },
});

/** The request as it is decided on; a refusal: what was sent as a code can be none. */
function requestOf({ shiftId, code, position, at }: ValuesOf<typeof PROOF>, context: Context) {
  const { clock, stamp } = context.services;
  const readable = code ? readCode(code, CHECK_IN_LETTERS) : null;
  if (code && !readable) return refusals.codeWrong;
  const receivedAt = clock.now();
  const { residentId: volunteerId } = residentOf(context);
  const evidence = { code: readable, position: position ?? null };
  return { shiftId, volunteerId, evidence, at: at ?? receivedAt, receivedAt, make: codesOf(stamp) } satisfies CheckRequest;
}

async function placeOf({ signup }: Checked, { services: { live, pool } }: Context): Promise<Place> {
  live.touch([shiftTopic(signup.shiftId), PATROLS_TOPIC]); // whoever checks out walks no more
  const [shift] = await readShifts(pool, [signup.shiftId]);
  return { shift: shift as ShiftRow, signup };
}
