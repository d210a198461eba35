// A year of shifts that the demo's volunteers served, by the product's own rules.
import { wallClock, wallClockMoment } from '@xieshou/schema/ground/calendar.ts';
import { payReference } from '@xieshou/schema/work/volunteers/attendance/deeds.ts';
import { countedSpan, earningOf } from '@xieshou/schema/work/volunteers/pay/rules.ts';
import type { PayRuleRow } from '@xieshou/schema/work/volunteers/pay/store.ts';
import { startsOf } from '@xieshou/schema/work/volunteers/shifts/recurrence.ts';
import { insertSeries } from '@xieshou/schema/work/volunteers/shifts/store.ts';
import type { Chance } from '../chance.ts';
import type { Past } from '../demo.ts';
import type { Earned } from '../points.ts';
import type { DemoSeries } from './teams.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Shifts are made so far ahead. */
const AHEAD_DAYS = 56;
/** People plan two weeks ahead. */
const PLANNED_DAYS = 14;
/** Of the services, this part is evaluated. */
const EVALUATED = 1 / 3;
const EVALUATIONS = ['准时认真', '带新人有耐心', '发现隐患及时', ''];

interface Plan {
  teamId: string;
  postId: string;
  routeId: string | null;
  members: readonly string[];
  series: DemoSeries;
  /** Of the team's kind, the newest first. */
  rules: readonly PayRuleRow[];
  dice: Chance;
}

/** So many of them, in any order. */
function pickSome<Item>(dice: Chance, items: readonly Item[], count: number): Item[] {
  const left = [...items];
  return Array.from({ length: count }, () => left.splice(dice.below(left.length), 1)[0] as Item);
}

/** Makes a series with its shifts of a year and of the weeks to come, who was there, and who will be. Answers what was earned. */
export async function serveSeries({ db, insert, now, timeZone }: Past, plan: Plan): Promise<Earned[]> {
  const { teamId, postId, routeId, members, series, rules, dice } = plan;
  const id = dice.uuid();
  const today = wallClock(now, timeZone);
  const firstDay = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() - 364);
  const firstStartsAt = wallClockMoment(new Date(firstDay + series.hour * 60 * MINUTE_MS), timeZone);
  const madeUntil = new Date(now.getTime() + AHEAD_DAYS * DAY_MS);
  const { title, description, rule, minutes, capacity, skills, skipsHolidays } = series;
  const text = { teamId, postId, routeId, title, description, skills, capacity };
  await insertSeries(db, { id, ...text, rule, firstStartsAt, minutes, skipsHolidays, madeUntil });
  const shifts = startsOf({ rule, firstStartsAt, timeZone, skipsHolidays }, firstStartsAt, madeUntil).map((startsAt) => {
    const endsAt = new Date(startsAt.getTime() + minutes * MINUTE_MS);
    const isOver = endsAt <= now;
    const isPlanned = !isOver && startsAt > now && startsAt.getTime() < now.getTime() + PLANNED_DAYS * DAY_MS;
    const wanted = isOver ? 1 + dice.below(capacity) : isPlanned ? dice.below(capacity + 2) : 0;
    return { id: dice.uuid(), startsAt, endsAt, isOver, signups: pickSome(dice, members, Math.min(wanted, members.length)) };
  });
  // From here on as rows: to join, come and go takes a deed each, and there are thousands.
  await insert(
    'shift',
    shifts.map(({ id: shiftId, startsAt, endsAt, signups }) => ({
      id: shiftId,
      team_id: teamId,
      post_id: postId,
      route_id: routeId,
      series_id: id,
      title,
      description,
      skills,
      capacity,
      starts_at: startsAt,
      ends_at: endsAt,
      joined: Math.min(capacity, signups.length),
      created_at: firstStartsAt,
      version: 1,
      cancel_reason: '',
    })),
  );
  const signups = shifts.flatMap((shift) =>
    shift.signups.map((residentId, index) => ({ id: dice.uuid(), shift, residentId, hasPlace: index < capacity })),
  );
  await insert(
    'shift_signup',
    signups.map(({ id: signupId, shift, residentId, hasPlace }) => ({
      id: signupId,
      shift_id: shift.id,
      volunteer_id: residentId,
      status: hasPlace ? 'JOINED' : 'WAITING',
      is_short_notice: false,
      starts_at: shift.startsAt,
      ends_at: shift.endsAt,
      signed_up_at: new Date(Math.min(now.getTime(), shift.startsAt.getTime()) - DAY_MS),
    })),
  );
  const attendances = signups
    .filter(({ shift }) => shift.isOver)
    .map(({ id: signupId, shift, residentId }) => {
      const inAt = new Date(shift.startsAt.getTime() - dice.below(12) * MINUTE_MS);
      const isForgotten = dice.next() < 0.02;
      const outAt = isForgotten ? shift.endsAt : new Date(shift.endsAt.getTime() + (dice.below(12) - 4) * MINUTE_MS);
      const payRule = rules.find(({ validFrom }) => validFrom <= shift.startsAt) as PayRuleRow;
      const earning = earningOf(payRule, countedSpan(shift, { startsAt: inAt, endsAt: outAt }), timeZone);
      return { signupId, shift, residentId, inAt, outAt, isForgotten, earning, payRule };
    });
  await insert(
    'attendance',
    attendances.map(({ signupId, inAt, outAt, isForgotten, earning, payRule }) => {
      const isEvaluated = !isForgotten && dice.next() < EVALUATED;
      return {
        signup_id: signupId,
        in_at: inAt,
        in_method: 'POST_CODE',
        in_code: '',
        in_received_at: inAt,
        out_at: outAt,
        out_method: isForgotten ? 'RULE' : 'POST_CODE',
        out_received_at: outAt,
        minutes: earning.minutes,
        night_minutes: earning.nightMinutes,
        points: earning.points,
        rule_id: payRule.id,
        rating: isEvaluated ? 4 + Math.min(1, dice.below(5)) : null,
        evaluation: isEvaluated ? dice.pick(EVALUATIONS) : '',
        evaluated_at: isEvaluated ? outAt : null,
      };
    }),
  );
  return attendances.flatMap(({ signupId, shift, residentId, outAt, earning, payRule }) => {
    const { pointsPerHour, nightPerHour } = payRule;
    const detail = { shiftId: shift.id, ...earning, pointsPerHour, nightPerHour };
    const reference = payReference(signupId, 0);
    return earning.points > 0 ? { residentId, at: outAt, title, points: earning.points, detail, reference } : [];
  });
}
