// The team's captain or officers correct the times of somebody else’s service.
import type { Viewer } from '../access/viewer.ts';
import { dateTime, text } from '../frame/inputs.ts';
import { gives, mutation } from '../frame/mutation.ts';
import { isRefusal } from '../frame/refusals.ts';
import { PointsNotEnough } from '../points/refusals.ts';
import { pointsTopic } from '../points/topics.ts';
import { correct } from './corrections-store.ts';
import { ownShift, volunteerId } from './inputs.ts';
import { NotCheckedIn, refusals } from './refusals.ts';
import { ShiftSignup } from './shifts.ts';
import type { SignupRow } from './shifts-store.ts';
import { shiftTopic } from './topics.ts';

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
    if (!isRefusal(corrected)) live.touch([shiftTopic(shift.id), pointsTopic(volunteerId)]);
    return corrected;
  },
});
