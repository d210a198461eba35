// What volunteers do with shifts: join, leave, check in, check out. Each refusal is an error type of its own.
import { residentOf } from '../access/callers.ts';
import { actorOf } from '../actor.ts';
import { builder } from '../builder.ts';
import { readCode } from '../codes.ts';
import type { Context } from '../context.ts';
import { ErrorInterface, type ErrorShape, errorsIn, errorType, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { isOnEarth } from '../grids/rules.ts';
import { noticeTopics } from '../notices/topics.ts';
import { pointsTopic } from '../points/topics.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { CHECK_IN_LETTERS, type Checked, type CheckRequest, checkIn, checkOut, codesOf, type Evidence } from './attendance.ts';
import { SKILLS } from './enums.ts';
import { type Joined, join, type Left, leave } from './roster.ts';
import { Shift, ShiftSignup } from './shifts.ts';
import { readShifts, type ShiftRow, type SignupRow } from './shifts-store.ts';
import { PATROLS_TOPIC, SHIFTS_TOPIC, shiftTopic } from './topics.ts';
import { volunteerWords } from './words.ts';

export const ShiftFullError = errorType('ShiftFullError', '班次已满，可以排候补 / The shift is full; there is a wait-list');
export const ShiftNotOpenError = errorType(
  'ShiftNotOpenError',
  '班次已开始、已结束或已取消 / The shift has started, is over, or was cancelled',
);
export const ShiftNotJoinedError = errorType('ShiftNotJoinedError', '没有报名这个班次 / You have not joined the shift');
const SkillMissingError = errorType('SkillMissingError', '缺少所需技能 / A required skill is missing');
const TrainingMissingError = errorType('TrainingMissingError', '没有所需培训，或已过期 / The required training is missing or has expired');
const InsuranceMissingError = errorType('InsuranceMissingError', '班次时间内没有保险 / No insurance covers the time of the shift');
export const CheckInTimeError = errorType('CheckInTimeError', '不在签到时间内 / Outside the check-in time');
const CheckInCodeWrongError = errorType('CheckInCodeWrongError', '签到码不对 / The code is wrong');
const CheckInCodeExpiredError = errorType('CheckInCodeExpiredError', '签到码已过期 / The code has expired');
const CheckInCodeUsedError = errorType('CheckInCodeUsedError', '签到码已用过 / The code was already used');
const CheckInElsewhereError = errorType('CheckInElsewhereError', '是别处的签到码 / The code belongs to another post');
export const NotCheckedInError = errorType('NotCheckedInError', '还没有签到 / Not checked in');
const CheckOutClosedError = errorType('CheckOutClosedError', '已由系统签退 / Already checked out automatically');

interface OverlapShape extends ErrorShape {
  other: ShiftRow | undefined;
}

export const ShiftOverlapError = builder.objectRef<OverlapShape>('ShiftOverlapError').implement({
  description: '与已报名的班次时间重叠 / It overlaps another shift you have joined',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    other: t.field({ type: Shift, nullable: true, description: '重叠的班次 / The other shift', resolve: ({ other }) => other ?? null }),
  }),
});

interface TooFarShape extends ErrorShape {
  metres: number;
}

const CheckInTooFarError = builder.objectRef<TooFarShape>('CheckInTooFarError').implement({
  description: '离执勤点太远 / Too far from the post',
  interfaces: [ErrorInterface],
  fields: (t) => ({ metres: t.exposeInt('metres', { description: '离执勤点多少米 / Metres from the post' }) }),
});

interface PlaceSuccess {
  typename: string;
  shift: ShiftRow;
  signup: SignupRow;
}

const placeSuccess = (name: string, description: string) =>
  builder.objectRef<PlaceSuccess>(name).implement({
    description,
    fields: (t) => ({
      shift: t.expose('shift', { type: Shift, description: '班次现在的样子 / The shift as it is now' }),
      signup: t.expose('signup', { type: ShiftSignup, description: '本人的位置 / The viewer’s sign-up' }),
    }),
  });

const JoinInput = builder.inputType('ShiftJoinInput', {
  description: '报名哪个班次 / The shift to join',
  fields: (t) => ({
    shiftId: t.id({ required: true, description: '班次编号 / ID of the shift' }),
    mayWait: t.boolean({ defaultValue: false, description: '满了是否排候补 / Whether to join the wait-list if it is full' }),
  }),
});

const LeaveInput = builder.inputType('ShiftLeaveInput', {
  description: '退出哪个班次 / The shift to leave',
  fields: (t) => ({ shiftId: t.id({ required: true, description: '班次编号 / ID of the shift' }) }),
});

export const PositionInput = builder.inputType('CheckInPositionInput', {
  description: '手机的位置：只用来算距离，不保存 / The phone’s location; only the distance is kept',
  fields: (t) => ({
    longitude: t.float({ required: true, description: '经度，WGS 84 / Longitude' }),
    latitude: t.float({ required: true, description: '纬度，WGS 84 / Latitude' }),
    accuracyMetres: t.float({ defaultValue: 0, description: '误差，米 / Accuracy, in metres' }),
  }),
});

const checkInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      shiftId: t.id({ required: true, description: '班次编号 / ID of the shift' }),
      code: t.string({ description: '执勤点屏幕上或队长告知的 6 位码 / The code of the post, or of the captain' }),
      position: t.field({ type: PositionInput, description: '没有码时的位置 / The location, when there is no code' }),
      at: t.field({
        type: 'DateTime',
        description: '没有网络时签的，补传其时间；不填为现在 / When it happened, if it was recorded offline; omitted: now',
      }),
    }),
  });
const CheckInInput = checkInput('ShiftCheckInInput', '签到 / The shift to check in to');
const CheckOutInput = checkInput('ShiftCheckOutInput', '签退 / The shift to check out of');

export const JOIN_ERRORS = [SkillMissingError, TrainingMissingError, InsuranceMissingError, ShiftNotOpenError, NotFoundError] as const;
const PROOF_ERRORS = [
  ...[ValidationError, ShiftNotJoinedError, CheckInTimeError, CheckInTooFarError],
  ...[CheckInCodeWrongError, CheckInCodeExpiredError, CheckInElsewhereError],
] as const;

builder.mutationFields((t) => ({
  shiftJoin: t.field({
    description: '报名班次；满了可排候补，有人退出自动递补 / Joins a shift, or its wait-list',
    authScopes: { may: 'shift.serve' },
    type: resultUnion('ShiftJoin', placeSuccess('ShiftJoinSuccess', '已报名或已排候补 / Joined, or on the wait-list'), [
      ...JOIN_ERRORS,
      ShiftFullError,
      ShiftOverlapError,
    ]),
    args: { input: t.arg({ type: JoinInput, required: true, description: '哪个 / The shift' }) },
    resolve: async (_root, { input }, context): Promise<PlaceSuccess | ErrorShape> => {
      const shiftId = decodeIdOf('Shift', input.shiftId);
      const { pool, clock, live } = context.services;
      const { residentId: volunteerId } = residentOf(context);
      const joined: Joined = shiftId
        ? await join(pool, { shiftId, volunteerId, mayWait: input.mayWait ?? false, now: clock.now() })
        : { outcome: 'not-found' };
      if (joined.outcome !== 'joined') return refusalOf(joined, context);
      live.touch([SHIFTS_TOPIC, shiftTopic(joined.shift.id)]);
      return { typename: 'ShiftJoinSuccess', shift: joined.shift, signup: joined.signup };
    },
  }),
  shiftLeave: t.field({
    description: '退出班次或候补；开始前 12 小时以内退出会注明 / Leaves a shift; leaving within 12 hours of the start is recorded',
    authScopes: { may: 'shift.serve' },
    type: resultUnion('ShiftLeave', placeSuccess('ShiftLeaveSuccess', '已退出 / Left'), [
      NotFoundError,
      ShiftNotOpenError,
      ShiftNotJoinedError,
    ]),
    args: { input: t.arg({ type: LeaveInput, required: true, description: '哪个 / The shift' }) },
    resolve: async (_root, { input }, context): Promise<PlaceSuccess | ErrorShape> => {
      const shiftId = decodeIdOf('Shift', input.shiftId);
      const { pool, clock, live } = context.services;
      const { residentId: volunteerId } = residentOf(context);
      const left: Left = shiftId ? await leave(pool, { shiftId, volunteerId, now: clock.now() }) : { outcome: 'not-found' };
      if (left.outcome !== 'left') return refusalOf(left, context);
      live.touch([SHIFTS_TOPIC, shiftTopic(left.shift.id), ...noticeTopics(left.told)]);
      return { typename: 'ShiftLeaveSuccess', shift: left.shift, signup: left.signup };
    },
  }),
  shiftCheckIn: t.field({
    description: '签到：凭执勤点的码、队长的码或位置 / Checks in with the code of the post or captain, or with the location',
    authScopes: { may: 'shift.serve' },
    type: resultUnion('ShiftCheckIn', placeSuccess('ShiftCheckInSuccess', '已签到 / Checked in'), [...JOIN_ERRORS, ...PROOF_ERRORS]),
    args: { input: t.arg({ type: CheckInInput, required: true, description: '怎样 / The shift and the code or location' }) },
    resolve: async (_root, { input }, context): Promise<PlaceSuccess | ErrorShape> => {
      const request = requestOf(input, context);
      if ('typename' in request) return request;
      const checked = await checkIn(context.services.pool, request);
      return answerOf(checked, 'ShiftCheckInSuccess', context);
    },
  }),
  shiftCheckOut: t.field({
    description: '签退：积分当时入账 / Checks out; points arrive immediately',
    authScopes: { may: 'shift.serve' },
    type: resultUnion('ShiftCheckOut', placeSuccess('ShiftCheckOutSuccess', '已签退，积分已入账 / Checked out, points credited'), [
      ...PROOF_ERRORS,
      NotFoundError,
      NotCheckedInError,
      CheckInCodeUsedError,
      CheckOutClosedError,
    ]),
    args: { input: t.arg({ type: CheckOutInput, required: true, description: '怎样 / The shift and the code or location' }) },
    resolve: async (_root, { input }, context): Promise<PlaceSuccess | ErrorShape> => {
      const request = requestOf(input, context);
      if ('typename' in request) return request;
      const { pool, live, settings } = context.services;
      const checked = await checkOut(pool, { ...request, actor: actorOf(context.viewer), timeZone: settings.timeZone });
      if (checked.outcome === 'checked') live.touch([pointsTopic(request.volunteerId)]);
      return answerOf(checked, 'ShiftCheckOutSuccess', context);
    },
  }),
}));

async function answerOf(checked: Checked, typename: string, context: Context): Promise<PlaceSuccess | ErrorShape> {
  if (checked.outcome !== 'checked') return refusalOf(checked, context);
  const { live, pool } = context.services;
  const { signup } = checked;
  live.touch([shiftTopic(signup.shiftId), PATROLS_TOPIC]); // whoever checks out walks no more
  const [shift] = await readShifts(pool, [signup.shiftId]);
  return { typename, shift: shift as ShiftRow, signup };
}

/** The request as it is stored, or what is wrong with it. */
function requestOf(input: typeof CheckInInput.$inferInput, context: Context): CheckRequest | ErrorShape {
  const { services, language } = context;
  const words = volunteerWords(language);
  const shiftId = decodeIdOf('Shift', input.shiftId);
  if (!shiftId) return errorsIn(language).notFound(words.shiftNotFound);
  const evidence = evidenceOf(input);
  if (evidence === 'code-form') return refusalOf({ outcome: 'code-unknown' }, context);
  if (evidence === 'position-form') return errorsIn(language).invalidField('position', 'OUT_OF_RANGE', words.evidenceMissing);
  const receivedAt = services.clock.now();
  const { residentId: volunteerId } = residentOf(context);
  return { shiftId, volunteerId, evidence, at: input.at ?? receivedAt, receivedAt, make: codesOf(services.stamp) };
}

function evidenceOf({ code, position }: typeof CheckInInput.$inferInput): Evidence | 'code-form' | 'position-form' {
  const readable = code ? readCode(code, CHECK_IN_LETTERS) : null;
  if (code && !readable) return 'code-form';
  if (!position) return { code: readable, position: null };
  const { longitude, latitude, accuracyMetres } = position;
  if (!isOnEarth({ longitude, latitude })) return 'position-form';
  return { code: readable, position: { longitude, latitude, accuracyMetres: accuracyMetres ?? 0 } };
}

type Refusal = Exclude<Joined, { outcome: 'joined' }> | Exclude<Left, { outcome: 'left' }> | Exclude<Checked, { outcome: 'checked' }>;

export function refusalOf(refusal: Refusal, { language, services }: Context): ErrorShape {
  const words = volunteerWords(language);
  const time = (at: Date) =>
    new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
      ...{ month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: services.settings.timeZone },
    }).format(at);
  switch (refusal.outcome) {
    case 'not-found':
      return errorsIn(language).notFound(words.shiftNotFound);
    case 'full':
      return { typename: 'ShiftFullError', code: 'SHIFT_FULL', message: words.shiftFull };
    case 'overlap': {
      const { other } = refusal;
      const message = words.shiftOverlap(other?.title ?? '', other ? time(other.startsAt) : '');
      const error: OverlapShape = { typename: 'ShiftOverlapError', code: 'SHIFT_OVERLAP', message, other };
      return error;
    }
    case 'cancelled':
      return { typename: 'ShiftNotOpenError', code: 'SHIFT_NOT_OPEN', message: words.shiftCancelled };
    case 'begun':
      return { typename: 'ShiftNotOpenError', code: 'SHIFT_NOT_OPEN', message: words.shiftBegun };
    case 'not-joined':
      return { typename: 'ShiftNotJoinedError', code: 'SHIFT_NOT_JOINED', message: words.notJoined };
    case 'no-skill': {
      const names = refusal.skills.map((skill) => SKILLS[skill].split(' / ')[language === 'zh' ? 0 : 1]);
      return {
        typename: 'SkillMissingError',
        code: 'SKILL_MISSING',
        message: words.skillMissing(names.join(language === 'zh' ? '、' : ', ')),
      };
    }
    case 'no-training':
      return { typename: 'TrainingMissingError', code: 'TRAINING_MISSING', message: words.trainingMissing(refusal.course) };
    case 'no-insurance':
      return { typename: 'InsuranceMissingError', code: 'INSURANCE_MISSING', message: words.insuranceMissing };
    case 'too-early':
      return { typename: 'CheckInTimeError', code: 'CHECK_IN_TIME', message: words.tooEarly(time(refusal.opensAt)) };
    case 'over':
      return { typename: 'CheckInTimeError', code: 'CHECK_IN_TIME', message: words.shiftOver };
    case 'time-wrong':
      return { typename: 'CheckInTimeError', code: 'CHECK_IN_TIME', message: words.timeWrong };
    case 'no-evidence':
      return errorsIn(language).invalidField('code', 'EMPTY', words.evidenceMissing);
    case 'code-unknown':
      return { typename: 'CheckInCodeWrongError', code: 'CHECK_IN_CODE_WRONG', message: words.codeWrong };
    case 'code-own':
      return { typename: 'CheckInCodeWrongError', code: 'CHECK_IN_CODE_WRONG', message: words.codeOwn };
    case 'code-expired':
      return { typename: 'CheckInCodeExpiredError', code: 'CHECK_IN_CODE_EXPIRED', message: words.codeExpired };
    case 'code-used':
      return { typename: 'CheckInCodeUsedError', code: 'CHECK_IN_CODE_USED', message: words.codeUsed };
    case 'code-elsewhere':
      return { typename: 'CheckInElsewhereError', code: 'CHECK_IN_ELSEWHERE', message: words.codeElsewhere(refusal.post.name) };
    case 'too-far': {
      const { metres, radiusMetres } = refusal;
      const error: TooFarShape = {
        typename: 'CheckInTooFarError',
        code: 'CHECK_IN_TOO_FAR',
        message: words.tooFar(metres, radiusMetres),
        metres,
      };
      return error;
    }
    case 'not-checked-in':
      return { typename: 'NotCheckedInError', code: 'NOT_CHECKED_IN', message: words.notCheckedIn };
    case 'closed':
      return { typename: 'CheckOutClosedError', code: 'CHECK_OUT_CLOSED', message: words.checkOutClosed };
  }
}
