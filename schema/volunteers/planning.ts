// What captains and officers do: make shifts, once or by a rule, change them, call them off.
import { z } from 'zod';
import { may } from '../access/may.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import {
  ConflictError,
  type ErrorShape,
  errorsIn,
  errorType,
  ForbiddenError,
  NotFoundError,
  resultUnion,
  ValidationError,
} from '../errors/graph.ts';
import { noticeTopics } from '../notices/topics.ts';
import { readRoutes } from '../patrols/store.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { visibleNode } from '../relay/graph.ts';
import { personText } from '../text.ts';
import { inTransaction } from '../transaction.ts';
import { fieldErrors } from '../validation.ts';
import { SkillEnum } from './enums.ts';
import { type Recurrence, recurrenceMistake } from './recurrence.ts';
import { cancelLocked, cancelShift, change } from './roster.ts';
import { beginSeries } from './series.ts';
import { ShiftNotOpenError } from './serving.ts';
import { Shift } from './shifts.ts';
import { endSeries, insertShifts, type PostRow, readShifts, type ShiftRow, type ShiftText } from './shifts-store.ts';
import type { TeamRow } from './store.ts';
import { SHIFTS_TOPIC, shiftTopic } from './topics.ts';
import { volunteerWords } from './words.ts';

const ShiftCapacityError = errorType('ShiftCapacityError', '已报名的人比名额多 / More people have joined than there would be places');

const ContentInput = builder.inputType('ShiftContent', {
  description: '班次的内容 / Details of a shift',
  fields: (t) => ({
    teamId: t.id({ required: true, description: '哪支志愿队 / ID of the team' }),
    postId: t.id({ required: true, description: '在哪里签到 / ID of the post for check-in' }),
    routeId: t.id({ description: '走哪条巡逻路线；不填为不巡 / ID of the patrol route; omitted: none' }),
    title: t.string({ required: true, description: '做什么，2–40 字 / Title, 2–40 characters' }),
    description: t.string({ defaultValue: '', description: '说明，最多 500 字 / Details, at most 500 characters' }),
    skills: t.field({ type: [SkillEnum], defaultValue: [], description: '需要的技能 / Skills required' }),
    capacity: t.int({ required: true, description: '名额，1–500 / Places, 1–500' }),
    startsAt: t.field({ type: 'DateTime', required: true, description: '开始；重复的为第一次 / Start; for a series, of the first shift' }),
    minutes: t.int({ required: true, description: '多少分钟，15–960 / Duration in minutes, 15–960' }),
  }),
});

const CreateInput = builder.inputType('ShiftCreateInput', {
  description: '新班次 / A new shift',
  fields: (t) => ({ content: t.field({ type: ContentInput, required: true, description: '内容 / Details of the shift' }) }),
});

const SeriesInput = builder.inputType('ShiftSeriesCreateInput', {
  description: '重复的班次 / A new series of shifts',
  fields: (t) => ({
    content: t.field({ type: ContentInput, required: true, description: '每次的内容 / Details of each shift' }),
    rule: t.string({ required: true, description: 'RFC 5545 规则，如 FREQ=WEEKLY;BYDAY=MO,WE / RRULE, in the station’s local time' }),
    skipsHolidays: t.boolean({ defaultValue: false, description: '法定节假日是否不排 / Whether to skip public holidays' }),
  }),
});

const SeriesEndInput = builder.inputType('ShiftSeriesEndInput', {
  description: '停止哪组重复班次 / The series to stop',
  fields: (t) => ({
    shiftId: t.id({ required: true, description: '其中任一班次的编号 / ID of any shift in the series' }),
    reason: t.string({ required: true, description: '原因，2–100 字 / Reason, 2–100 characters' }),
  }),
});

const ChangeInput = builder.inputType('ShiftChangeInput', {
  description: '修改班次；时间不能改，请取消后新建 / A change to a shift; its time cannot be changed',
  fields: (t) => ({
    shiftId: t.id({ required: true, description: '班次编号 / ID of the shift' }),
    expectedVersion: t.int({ required: true, description: '看到的版本 / The version the change is based on' }),
    title: t.string({ required: true, description: '做什么，2–40 字 / Title, 2–40 characters' }),
    description: t.string({ defaultValue: '', description: '说明，最多 500 字 / Details, at most 500 characters' }),
    capacity: t.int({ required: true, description: '名额，1–500 / Places, 1–500' }),
  }),
});

const CancelInput = builder.inputType('ShiftCancelInput', {
  description: '取消哪个班次、为什么 / The shift to cancel, and the reason',
  fields: (t) => ({
    shiftId: t.id({ required: true, description: '班次编号 / ID of the shift' }),
    reason: t.string({ required: true, description: '原因，2–100 字 / Reason, 2–100 characters' }),
  }),
});

interface ShiftSuccess {
  typename: string;
  shift: ShiftRow;
}

const shiftSuccess = (name: string, description: string) =>
  builder.objectRef<ShiftSuccess>(name).implement({
    description,
    fields: (t) => ({ shift: t.expose('shift', { type: Shift, description: '班次现在的样子 / The shift as it is now' }) }),
  });

interface ShiftsSuccess {
  typename: string;
  shifts: ShiftRow[];
}

const shiftsSuccess = (name: string, description: string) =>
  builder.objectRef<ShiftsSuccess>(name).implement({
    description,
    fields: (t) => ({ shifts: t.expose('shifts', { type: [Shift], description: '涉及的班次，早的在前 / The shifts, earliest first' }) }),
  });

const LIMITS: Record<string, [number, number]> = { title: [2, 40], description: [0, 500], reason: [2, 100] };
const shiftText = z.object({ title: personText({ min: 2, max: 40 }), description: personText({ min: 0, max: 500, isMultiline: true }) });
const reasonText = z.object({ reason: personText({ min: 2, max: 100 }) });
const MOST_PLACES = 500;
const MINUTES = { least: 15, most: 960 } as const;

type Planned = ShiftText & { startsAt: Date; minutes: number };

/** The checked content of a team that the caller plans for, or what is wrong. */
async function plannedOf(content: typeof ContentInput.$inferInput, context: Context): Promise<Planned | ErrorShape> {
  const { language, services } = context;
  const words = volunteerWords(language);
  const team = await visibleNode<TeamRow>('Team', content.teamId, context);
  if (!team) return errorsIn(language).notFound(words.teamNotFound);
  if (!may(context, 'shift.manage', { teamId: team.id })) return errorsIn(language).forbidden(words.mayNotPlan);
  const post = await visibleNode<PostRow>('DutyPost', content.postId, context);
  if (!post) return errorsIn(language).notFound(words.postNotFound);
  const routeId = content.routeId ? decodeIdOf('PatrolRoute', content.routeId) : null;
  const [route] = routeId ? await readRoutes(services.pool, [routeId]) : [];
  if (content.routeId && (route?.teamId !== team.id || route.retiredAt)) return errorsIn(language).notFound(words.routeNotFound);
  const { title, capacity, startsAt, minutes, skills } = content;
  const text = shiftText.safeParse({ title, description: content.description ?? '' });
  const mistakes = text.success ? [] : fieldErrors(text.error, LIMITS, language);
  if (capacity < 1 || capacity > MOST_PLACES) mistakes.push(mistake('capacity', words.whole(1, MOST_PLACES)));
  if (minutes < MINUTES.least || minutes > MINUTES.most) mistakes.push(mistake('minutes', words.whole(MINUTES.least, MINUTES.most)));
  if (startsAt <= services.clock.now()) mistakes.push(mistake('startsAt', words.inThePast));
  if (!text.success || mistakes.length > 0)
    return errorsIn(language).invalid(mistakes.map(({ path, ...rest }) => ({ ...rest, path: ['input', 'content', ...path.slice(1)] })));
  return { teamId: team.id, postId: post.id, ...text.data, skills: skills ?? [], capacity, startsAt, minutes, routeId };
}

const mistake = (field: string, message: string) => ({ path: ['input', field], code: 'OUT_OF_RANGE', message });

const endOf = (startsAt: Date, minutes: number) => new Date(startsAt.getTime() + minutes * 60_000);

/** A shift of a team that the caller leads, or why not. */
export async function ownShift(shiftId: string, context: Context): Promise<ShiftRow | ErrorShape> {
  const words = volunteerWords(context.language);
  const shift = await visibleNode<ShiftRow>('Shift', shiftId, context);
  if (!shift) return errorsIn(context.language).notFound(words.shiftNotFound);
  return may(context, 'shift.manage', { teamId: shift.teamId }) ? shift : errorsIn(context.language).forbidden(words.mayNotPlan);
}

/** What of a shift is somebody else's, for whoever leads the team; or why not. Nobody judges or pays themselves. */
export async function othersServiceIn(
  { shiftId, volunteerId }: { shiftId: string; volunteerId: string },
  context: Context,
): Promise<{ shift: ShiftRow; volunteerId: string | null } | ErrorShape> {
  const shift = await ownShift(shiftId, context);
  if ('typename' in shift) return shift;
  const id = decodeIdOf('Volunteer', volunteerId);
  const isOwn = context.viewer?.kind === 'resident' && context.viewer.residentId === id;
  return isOwn ? errorsIn(context.language).forbidden(volunteerWords(context.language).notOneself) : { shift, volunteerId: id };
}

builder.mutationFields((t) => ({
  shiftCreate: t.field({
    description: '新建一个班次 / Creates a shift',
    authScopes: { may: 'shift.manage' },
    type: resultUnion('ShiftCreate', shiftSuccess('ShiftCreateSuccess', '已建好 / Created'), [
      ...[ValidationError, NotFoundError, ForbiddenError],
    ]),
    args: { input: t.arg({ type: CreateInput, required: true, description: '班次 / The shift' }) },
    resolve: async (_root, { input: { content } }, context): Promise<ShiftSuccess | ErrorShape> => {
      const planned = await plannedOf(content, context);
      if ('typename' in planned) return planned;
      const { startsAt, minutes } = planned;
      const { pool, live } = context.services;
      const id = context.requestUuid; // a repeat under the same key finds the shift there
      const [made] = await insertShifts(pool, [{ id, startsAt, endsAt: endOf(startsAt, minutes) }], { ...planned, seriesId: null });
      const shift = made ?? (await readShifts(pool, [id]))[0];
      live.touch([SHIFTS_TOPIC]);
      return { typename: 'ShiftCreateSuccess', shift: shift as ShiftRow };
    },
  }),
  shiftSeriesCreate: t.field({
    description: '新建重复班次：先排八周，以后自动续排 / Creates a series of shifts: eight weeks ahead, extended continuously',
    authScopes: { may: 'shift.manage' },
    type: resultUnion('ShiftSeriesCreate', shiftsSuccess('ShiftSeriesCreateSuccess', '已排好 / Created'), [
      ...[ValidationError, NotFoundError, ForbiddenError],
    ]),
    args: { input: t.arg({ type: SeriesInput, required: true, description: '班次 / The shifts' }) },
    resolve: async (_root, { input: { content, rule, skipsHolidays } }, context): Promise<ShiftsSuccess | ErrorShape> => {
      const planned = await plannedOf(content, context);
      if ('typename' in planned) return planned;
      const { pool, live, settings, clock } = context.services;
      const { startsAt } = planned;
      const recurrence: Recurrence = { rule, firstStartsAt: startsAt, timeZone: settings.timeZone, skipsHolidays: skipsHolidays ?? false };
      const wrong = recurrenceMistake(recurrence);
      const words = volunteerWords(context.language);
      if (wrong) return errorsIn(context.language).invalidField('rule', wrong, wrong === 'NEVER' ? words.ruleNever : words.ruleForm);
      const now = clock.now();
      const series = { id: context.requestUuid, ...planned, ...recurrence, skills: [...planned.skills] };
      const shifts = await beginSeries(pool, series, { now, timeZone: settings.timeZone });
      live.touch([SHIFTS_TOPIC]);
      return { typename: 'ShiftSeriesCreateSuccess', shifts };
    },
  }),
  shiftSeriesEnd: t.field({
    description: '停止重复班次，取消其后还没开始的 / Stops a series and cancels its upcoming shifts',
    authScopes: { may: 'shift.manage' },
    type: resultUnion('ShiftSeriesEnd', shiftsSuccess('ShiftSeriesEndSuccess', '已停止 / Stopped'), [
      ...[ValidationError, NotFoundError, ForbiddenError],
    ]),
    args: { input: t.arg({ type: SeriesEndInput, required: true, description: '哪组 / The series and the reason' }) },
    resolve: async (_root, { input }, context): Promise<ShiftsSuccess | ErrorShape> => {
      const { language } = context;
      const text = reasonText.safeParse({ reason: input.reason });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      const own = await ownShift(input.shiftId, context);
      if ('typename' in own) return own;
      const { seriesId } = own;
      const { pool, live, clock } = context.services;
      const now = clock.now();
      const { reason } = text.data;
      const cancelled =
        seriesId &&
        (await inTransaction(pool, async (client) => {
          const shiftIds = await endSeries(client, seriesId, now);
          if (!shiftIds) return null;
          const all: { shift: ShiftRow; volunteerIds: string[] }[] = [];
          for (const shiftId of shiftIds) {
            const one = await cancelLocked(client, { shiftId, reason, now });
            if (one.outcome === 'cancelled') all.push(one);
          }
          return all;
        }));
      if (!cancelled) return errorsIn(language).notFound(volunteerWords(language).seriesNotFound);
      const shifts = cancelled.map(({ shift }) => shift);
      live.touch([
        SHIFTS_TOPIC,
        ...shifts.map(({ id }) => shiftTopic(id)),
        ...noticeTopics(cancelled.flatMap(({ volunteerIds }) => volunteerIds)),
      ]);
      return { typename: 'ShiftSeriesEndSuccess', shifts };
    },
  }),
  shiftChange: t.field({
    description: '修改班次的内容或名额；名额增加，候补自动递补 / Changes the details or places of a shift; people on the wait-list move up',
    authScopes: { may: 'shift.manage' },
    type: resultUnion('ShiftChange', shiftSuccess('ShiftChangeSuccess', '已修改 / Changed'), [
      ...[ValidationError, NotFoundError, ForbiddenError, ConflictError],
      ...[ShiftCapacityError, ShiftNotOpenError],
    ]),
    args: { input: t.arg({ type: ChangeInput, required: true, description: '修改 / The change' }) },
    resolve: async (_root, { input }, context): Promise<ShiftSuccess | ErrorShape> => {
      const { language, services } = context;
      const words = volunteerWords(language);
      const text = shiftText.safeParse({ title: input.title, description: input.description ?? '' });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      const { capacity, expectedVersion } = input;
      if (capacity < 1 || capacity > MOST_PLACES)
        return errorsIn(language).invalidField('capacity', 'OUT_OF_RANGE', words.whole(1, MOST_PLACES));
      const shift = await ownShift(input.shiftId, context);
      if ('typename' in shift) return shift;
      const changed = await change(services.pool, {
        ...{ shiftId: shift.id, expectedVersion, ...text.data, capacity, now: services.clock.now() },
      });
      switch (changed.outcome) {
        case 'changed':
          services.live.touch([SHIFTS_TOPIC, shiftTopic(shift.id), ...noticeTopics(changed.promoted)]);
          return { typename: 'ShiftChangeSuccess', shift: changed.shift };
        case 'capacity':
          return { typename: 'ShiftCapacityError', code: 'SHIFT_CAPACITY', message: words.capacity(changed.joined) };
        case 'cancelled':
          return { typename: 'ShiftNotOpenError', code: 'SHIFT_NOT_OPEN', message: words.shiftCancelled };
        case 'conflict':
          return errorsIn(language).conflict(words.shiftChanged);
        case 'not-found':
          return errorsIn(language).notFound(words.shiftNotFound);
      }
    },
  }),
  shiftCancel: t.field({
    description: '取消班次；已有人签到的不能取消 / Cancels a shift; not possible once someone has checked in',
    authScopes: { may: 'shift.manage' },
    type: resultUnion('ShiftCancel', shiftSuccess('ShiftCancelSuccess', '已取消 / Cancelled'), [
      ...[ValidationError, NotFoundError, ForbiddenError, ShiftNotOpenError],
    ]),
    args: { input: t.arg({ type: CancelInput, required: true, description: '哪个 / The shift and the reason' }) },
    resolve: async (_root, { input }, context): Promise<ShiftSuccess | ErrorShape> => {
      const { language, services } = context;
      const words = volunteerWords(language);
      const text = reasonText.safeParse({ reason: input.reason });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      const shift = await ownShift(input.shiftId, context);
      if ('typename' in shift) return shift;
      const cancelled = await cancelShift(services.pool, { shiftId: shift.id, reason: text.data.reason, now: services.clock.now() });
      if (cancelled.outcome === 'not-found') return errorsIn(language).notFound(words.shiftNotFound);
      if (cancelled.outcome !== 'cancelled') {
        const message = cancelled.outcome === 'already' ? words.shiftCancelled : words.hasCheckedIn;
        return { typename: 'ShiftNotOpenError', code: 'SHIFT_NOT_OPEN', message };
      }
      services.live.touch([SHIFTS_TOPIC, shiftTopic(shift.id), ...noticeTopics(cancelled.volunteerIds)]);
      return { typename: 'ShiftCancelSuccess', shift: cancelled.shift };
    },
  }),
}));
