// How a piece of service was done, as the team’s captain or officers see it.
import { text, whole } from '../../../frame/inputs.ts';
import { gives, mutation } from '../../../frame/mutation.ts';
import { ownShift, volunteerId } from '../inputs.ts';
import { NotCheckedIn, refusals } from '../refusals.ts';
import { ShiftSignup } from '../shifts/graph.ts';
import { readOwnSignups, type SignupRow } from '../shifts/store.ts';
import { shiftTopic, VOLUNTEER_DESK_TOPIC } from '../topics.ts';
import { isOneself } from './acts.ts';

mutation('serviceEvaluate', {
  says: '评价一次已签退的服务；再评一次即改 / Evaluates a service after check-out; a new evaluation replaces the old one',
  may: 'shift.manage',
  input: {
    shiftId: ownShift,
    volunteerId,
    rating: whole(1, 5, '评分 / Rating'),
    text: text(0, 100, '评语，写进服务记录 / Comment, shown on the service record'),
  },
  done: '已评价 / Evaluated',
  gives: gives<{ signup: SignupRow }>((t) => ({
    signup: t.expose('signup', { type: ShiftSignup, description: '这次服务 / The service' }),
  })),
  refuses: [NotCheckedIn],
  async do({ shiftId: shift, volunteerId, rating, text }, { services: { pool, clock, live }, viewer }) {
    if (isOneself(viewer, volunteerId)) return refusals.notOneself;
    const [signup] = await readOwnSignups(pool, [shift.id], volunteerId);
    const { rowCount } = await pool.query(
      `/* volunteers.evaluate */ UPDATE attendance SET rating = $2, evaluation = $3, evaluated_at = $4 WHERE signup_id = $1 AND out_at IS NOT NULL`,
      [signup?.id ?? null, rating, text, clock.now()],
    );
    if (!signup || !rowCount) return refusals.notServed;
    live.touch([shiftTopic(shift.id), VOLUNTEER_DESK_TOPIC]);
    return { signup };
  },
});
