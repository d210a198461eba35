// What is done about service: volunteers check in and out, the team's captain or officers correct somebody else’s times.

import { PointsNotEnough } from '../../../commons/points/refusals.ts';
import { pointsTopic } from '../../../commons/points/topics.ts';
import { residentOf } from '../../../frame/access/callers.ts';
import type { Viewer } from '../../../frame/access/viewer.ts';
import { actorOf } from '../../../frame/actor.ts';
import type { Context } from '../../../frame/context.ts';
import { dateTime, optional, scalar, text, type ValuesOf } from '../../../frame/inputs.ts';
import { gives, mutation } from '../../../frame/mutation.ts';
import { Invalid, isRefusal } from '../../../frame/refusals.ts';
import { readCode } from '../../../ground/codes.ts';
import { ownShift, positionOf, shiftId, volunteerId } from '../inputs.ts';
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
  ShiftNotJoined,
  ShiftNotOpen,
  UNFIT,
} from '../refusals.ts';
import { place } from '../shifts/acts.ts';
import type { Place } from '../shifts/deeds.ts';
import { ShiftSignup } from '../shifts/graph.ts';
import { readShifts, type ShiftRow, type SignupRow } from '../shifts/store.ts';
import { PATROLS_TOPIC, shiftTopic, VOLUNTEER_DESK_TOPIC } from '../topics.ts';
import { correct } from './corrections.ts';
import { CHECK_IN_LETTERS, type Checked, type CheckRequest, checkIn, checkOut, codesOf } from './deeds.ts';

const PROOF = {
  shiftId,
  code: optional(scalar('String', '执勤点屏幕上或队长告知的 6 位码 / The code of the post, or of the captain')),
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

/** Nobody judges or pays themselves. */
export const isOneself = (viewer: Viewer | null, id: string) => viewer?.kind === 'resident' && viewer.residentId === id;

mutation('attendanceCorrect', {
  says: '更正签到签退时间，积分按规则重算 / Corrects the times of a past shift; points are recalculated under the rule',
  may: 'shift.manage',
  input: {
    shiftId: ownShift,
    volunteerId,
    inAt: dateTime('签到时间 / Check-in time'),
    outAt: dateTime('签退时间 / Check-out time'),
    reason: text(2, 60, '原因，本人看得到 / Reason, shown to the volunteer'),
  },
  done: '已更正，积分已重算 / Corrected, and points recalculated',
  gives: gives<{ signup: SignupRow }>((t) => ({
    signup: t.expose('signup', { type: ShiftSignup, description: '这次服务 / The service' }),
  })),
  refuses: [NotCheckedIn, PointsNotEnough],
  async do({ shiftId: shift, volunteerId, ...times }, { services, viewer, requestId }) {
    const { pool, clock, settings, live } = services;
    if (isOneself(viewer, volunteerId)) return refusals.notOneself;
    const correction = { shiftId: shift.id, volunteerId, ...times, now: clock.now(), viewer, requestId, timeZone: settings.timeZone };
    const corrected = await correct(pool, correction);
    if (!isRefusal(corrected)) live.touch([shiftTopic(shift.id), pointsTopic(volunteerId), VOLUNTEER_DESK_TOPIC]);
    return corrected;
  },
});
