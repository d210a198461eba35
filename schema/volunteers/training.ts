// Training: courses, their sessions, who has a place in them and who came.
import { z } from 'zod';
import { residentOf, staffOf } from '../access/callers.ts';
import { may } from '../access/may.ts';
import { builder, SHARED } from '../builder.ts';
import { endOfMonth } from '../calendar.ts';
import type { Context } from '../context.ts';
import { ConflictError, type ErrorShape, errorsIn, errorType, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { inOrder } from '../grids/loaders.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { Node, nodeId, registerNode, visibleNode } from '../relay/graph.ts';
import { personText } from '../text.ts';
import { fieldErrors } from '../validation.ts';
import { courseLoader, volunteerLoader } from './loaders.ts';
import { ofStation, TrainingCourse, Volunteer } from './people.ts';
import type { CourseRow } from './store.ts';
import {
  cancelSession,
  type Enrolled,
  type EnrolmentRow,
  enrol,
  insertCourse,
  insertSession,
  listSessions,
  markPresence,
  readEnrolments,
  readSessions,
  type SessionRow,
  withdraw,
} from './training-store.ts';
import { volunteerWords } from './words.ts';

const TrainingFullError = errorType('TrainingFullError', '培训已报满 / The training is full');
const TrainingNotOpenError = errorType(
  'TrainingNotOpenError',
  '培训已开始、还没开始或已取消 / The training has started, has not started, or was cancelled',
);

const sessionLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, SessionRow | null>('trainingSession', async (ids) => inOrder(ids, await readSessions(pool, ids)));

const enrolmentsLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, EnrolmentRow[]>('trainingEnrolments', async (ids) => {
    const bySession = Map.groupBy(await readEnrolments(pool, ids), ({ sessionId }) => sessionId);
    return ids.map((id) => bySession.get(id) ?? []);
  });

const TrainingEnrolment = builder.objectRef<EnrolmentRow>('TrainingEnrolment').implement({
  description: '一个人在一场培训里的位置 / A sign-up for a training session',
  fields: (t) => ({
    volunteer: t.field({
      type: Volunteer,
      nullable: true,
      description: '谁 / The volunteer',
      resolve: ({ volunteerId }, _args, context) => volunteerLoader(context).load(volunteerId),
    }),
    wasThere: t.exposeBoolean('wasThere', {
      nullable: true,
      description: '来了没有；空为还没登记 / Whether they attended; null: not recorded',
    }),
  }),
});

const TrainingSession = builder.objectRef<SessionRow>('TrainingSession').implement({
  description: '一场培训 / A training session',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('TrainingSession')),
    course: t.field({
      type: TrainingCourse,
      nullable: true,
      extensions: SHARED,
      description: '哪门培训 / The course',
      resolve: ({ courseId }, _args, context) => courseLoader(context).load(courseId),
    }),
    place: t.exposeString('place', { extensions: SHARED, description: '地点 / Place' }),
    startsAt: t.expose('startsAt', { type: 'DateTime', extensions: SHARED, description: '开始 / Start' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', extensions: SHARED, description: '结束 / End' }),
    capacity: t.exposeInt('capacity', { extensions: SHARED, description: '名额 / Places' }),
    joinedCount: t.exposeInt('joined', { extensions: SHARED, description: '已报名人数 / Places taken' }),
    isCancelled: t.boolean({
      extensions: SHARED,
      description: '是否已取消 / Whether it was cancelled',
      resolve: ({ cancelledAt }) => cancelledAt !== null,
    }),
    viewerHasJoined: t.boolean({
      description: '本人是否报名 / Whether the viewer has signed up',
      resolve: async ({ id }, _args, context) => {
        const { viewer } = context;
        if (viewer?.kind !== 'resident') return false;
        return (await enrolmentsLoader(context).load(id)).some(({ volunteerId }) => volunteerId === viewer.residentId);
      },
    }),
    enrolments: t.field({
      type: [TrainingEnrolment],
      nullable: true,
      description: '报名的人，先到在前；只给登记的人 / People who signed up, first come first; only for people who record attendance',
      resolve: ({ id }, _args, context) => (may(context, 'volunteer.manage') ? enrolmentsLoader(context).load(id) : null),
    }),
  }),
});

registerNode<SessionRow>('TrainingSession', ofStation(sessionLoader), null);

builder.queryField('trainingSessions', (t) =>
  t.field({
    type: [TrainingSession],
    description: '培训场次，早的在前，最多 100 场 / Training sessions, earliest first, at most 100',
    authScopes: { may: 'shift.read' },
    args: { from: t.arg({ type: 'DateTime', description: '在此之后结束的；不填为现在 / Ending after this time; omitted: now' }) },
    resolve: (_root, { from }, { services: { pool, clock } }) => listSessions(pool, from ?? clock.now()),
  }),
);

const CourseInput = builder.inputType('TrainingCourseCreateInput', {
  description: '新设培训 / A new course',
  fields: (t) => ({
    name: t.string({ required: true, description: '名称，2–40 字 / Name' }),
    description: t.string({ defaultValue: '', description: '内容，最多 300 字 / Content' }),
    validMonths: t.int({ description: '有效几个月，1–120；不填为长期 / Months of validity; omitted: no expiry' }),
  }),
});

const SessionInput = builder.inputType('TrainingSessionCreateInput', {
  description: '安排一场培训 / A new training session',
  fields: (t) => ({
    courseId: t.id({ required: true, description: '哪门培训 / ID of the course' }),
    place: t.string({ required: true, description: '地点，2–60 字 / Place' }),
    startsAt: t.field({ type: 'DateTime', required: true, description: '开始 / Start' }),
    minutes: t.int({ required: true, description: '多长，15–480 分钟 / Duration in minutes' }),
    capacity: t.int({ required: true, description: '名额，1–500 / Places' }),
  }),
});

const sessionInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ sessionId: t.id({ required: true, description: '场次编号 / ID of the training session' }) }),
  });
const CancelInput = sessionInput('TrainingSessionCancelInput', '取消哪场 / The session to cancel');
const JoinInput = sessionInput('TrainingJoinInput', '报名哪场 / The session to join');
const LeaveInput = sessionInput('TrainingLeaveInput', '退出哪场 / The session to leave');

const MarkInput = builder.inputType('TrainingMarkInput', {
  description: '登记谁来了 / Attendance of a volunteer',
  fields: (t) => ({
    sessionId: t.id({ required: true, description: '场次编号 / ID of the training session' }),
    volunteerId: t.id({ required: true, description: '志愿者编号 / ID of the volunteer' }),
    wasThere: t.boolean({ required: true, description: '来了没有；来了即合格 / Whether they attended; attending counts as passing' }),
  }),
});

interface SessionSuccess {
  typename: string;
  session: SessionRow;
}

const sessionSuccess = (name: string, description: string) =>
  builder.objectRef<SessionSuccess>(name).implement({
    description,
    fields: (t) => ({ session: t.expose('session', { type: TrainingSession, description: '现在的样子 / As it is now' }) }),
  });

const CourseSuccess = builder.objectRef<{ typename: string; course: CourseRow }>('TrainingCourseCreateSuccess').implement({
  description: '已设好 / Created',
  fields: (t) => ({ course: t.expose('course', { type: TrainingCourse, description: '培训 / The course' }) }),
});

const LIMITS: Record<string, [number, number]> = { name: [2, 40], description: [0, 300], place: [2, 60] };
const courseText = z.object({ name: personText({ min: 2, max: 40 }), description: personText({ min: 0, max: 300, isMultiline: true }) });
const placeText = z.object({ place: personText({ min: 2, max: 60 }) });

/** The first number that is outside its bounds, said of its field. */
function outside(bounds: Record<string, [value: number, least: number, most: number]>, { language }: Context): ErrorShape | null {
  const wrong = Object.entries(bounds).find(([, [value, least, most]]) => value < least || value > most);
  if (!wrong) return null;
  const [field, [, least, most]] = wrong;
  return errorsIn(language).invalidField(field, 'OUT_OF_RANGE', volunteerWords(language).whole(least, most));
}

const openErrors = [NotFoundError, TrainingNotOpenError] as const;

builder.mutationFields((t) => ({
  trainingCourseCreate: t.field({
    description: '新设培训 / Creates a course',
    authScopes: { may: 'volunteer.manage' },
    type: resultUnion('TrainingCourseCreate', CourseSuccess, [ValidationError, ConflictError]),
    args: { input: t.arg({ type: CourseInput, required: true, description: '培训 / The course' }) },
    resolve: async (_root, { input }, context): Promise<{ typename: string; course: CourseRow } | ErrorShape> => {
      const { language, services, requestUuid } = context;
      const text = courseText.safeParse({ name: input.name, description: input.description ?? '' });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      const validMonths = input.validMonths ?? null;
      const wrong = outside({ validMonths: [validMonths ?? 1, 1, 120] }, context);
      if (wrong) return wrong;
      const course = await insertCourse(services.pool, { id: requestUuid, ...text.data, validMonths });
      return course
        ? { typename: 'TrainingCourseCreateSuccess', course }
        : errorsIn(language).conflict(volunteerWords(language).courseNameTaken);
    },
  }),
  trainingSessionCreate: t.field({
    description: '安排一场培训 / Creates a training session',
    authScopes: { may: 'volunteer.manage' },
    type: resultUnion('TrainingSessionCreate', sessionSuccess('TrainingSessionCreateSuccess', '已安排 / Created'), [
      ...[ValidationError, NotFoundError],
    ]),
    args: { input: t.arg({ type: SessionInput, required: true, description: '场次 / The training' }) },
    resolve: async (_root, { input }, context): Promise<SessionSuccess | ErrorShape> => {
      const { language, services, requestUuid } = context;
      const words = volunteerWords(language);
      const text = placeText.safeParse({ place: input.place });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      const { startsAt, minutes, capacity } = input;
      const wrong = outside({ minutes: [minutes, 15, 480], capacity: [capacity, 1, 500] }, context);
      if (wrong) return wrong;
      if (startsAt <= services.clock.now()) return errorsIn(language).invalidField('startsAt', 'OUT_OF_RANGE', words.inThePast);
      const course = await visibleNode<CourseRow>('TrainingCourse', input.courseId, context);
      if (!course) return errorsIn(language).notFound(words.courseNotFound);
      const endsAt = new Date(startsAt.getTime() + minutes * 60_000);
      const session = await insertSession(services.pool, {
        id: requestUuid,
        courseId: course.id,
        ...text.data,
        startsAt,
        endsAt,
        capacity,
      });
      return { typename: 'TrainingSessionCreateSuccess', session };
    },
  }),
  trainingSessionCancel: t.field({
    description: '取消一场还没开始的培训 / Cancels a training session before it starts',
    authScopes: { may: 'volunteer.manage' },
    type: resultUnion('TrainingSessionCancel', sessionSuccess('TrainingSessionCancelSuccess', '已取消 / Cancelled'), openErrors),
    args: { input: t.arg({ type: CancelInput, required: true, description: '哪场 / The session' }) },
    resolve: async (_root, { input }, context): Promise<SessionSuccess | ErrorShape> => {
      const known = await sessionOf(input.sessionId, context);
      if ('typename' in known) return known;
      const { pool, clock } = context.services;
      const session = await cancelSession(pool, known.id, clock.now());
      return session ? { typename: 'TrainingSessionCancelSuccess', session } : refusalOf({ outcome: 'begun' }, context);
    },
  }),
  trainingJoin: t.field({
    description: '报名培训 / Signs up for a training session',
    authScopes: { may: 'shift.serve' },
    type: resultUnion('TrainingJoin', sessionSuccess('TrainingJoinSuccess', '已报名 / Signed up'), [...openErrors, TrainingFullError]),
    args: { input: t.arg({ type: JoinInput, required: true, description: '哪场 / The session' }) },
    resolve: async (_root, { input }, context): Promise<SessionSuccess | ErrorShape> => {
      const session = await sessionOf(input.sessionId, context);
      if ('typename' in session) return session;
      const { pool, clock } = context.services;
      const { residentId: volunteerId } = residentOf(context);
      return answerOf(await enrol(pool, { sessionId: session.id, volunteerId, now: clock.now() }), 'TrainingJoinSuccess', context);
    },
  }),
  trainingLeave: t.field({
    description: '退出培训 / Leaves a training session',
    authScopes: { may: 'shift.serve' },
    type: resultUnion('TrainingLeave', sessionSuccess('TrainingLeaveSuccess', '已退出 / Left'), openErrors),
    args: { input: t.arg({ type: LeaveInput, required: true, description: '哪场 / The session' }) },
    resolve: async (_root, { input }, context): Promise<SessionSuccess | ErrorShape> => {
      const session = await sessionOf(input.sessionId, context);
      if ('typename' in session) return session;
      const { pool, clock } = context.services;
      const { residentId: volunteerId } = residentOf(context);
      return answerOf(await withdraw(pool, { sessionId: session.id, volunteerId, now: clock.now() }), 'TrainingLeaveSuccess', context);
    },
  }),
  trainingMark: t.field({
    description: '登记谁来了：来了即合格；登错可改 / Records attendance: attending counts as passing; mistakes can be corrected',
    authScopes: { may: 'volunteer.manage' },
    type: resultUnion('TrainingMark', sessionSuccess('TrainingMarkSuccess', '已登记 / Recorded'), openErrors),
    args: { input: t.arg({ type: MarkInput, required: true, description: '谁 / The session and the volunteer' }) },
    resolve: async (_root, { input }, context): Promise<SessionSuccess | ErrorShape> => {
      const session = await sessionOf(input.sessionId, context);
      if ('typename' in session) return session;
      const { pool, clock, settings } = context.services;
      const course = await courseLoader(context).load(session.courseId);
      const volunteerId = decodeIdOf('Volunteer', input.volunteerId);
      if (!volunteerId) return refusalOf({ outcome: 'not-enrolled' }, context);
      const marked = await markPresence(pool, {
        ...{ sessionId: session.id, volunteerId, wasThere: input.wasThere, now: clock.now(), staffId: staffOf(context).staffId },
        expiryOf: (endsAt) => (course?.validMonths ? endOfMonth(endsAt, course.validMonths, settings.timeZone) : null),
      });
      if (marked.outcome === 'begun')
        return { typename: 'TrainingNotOpenError', code: 'TRAINING_NOT_OPEN', message: volunteerWords(context.language).sessionNotBegun };
      return answerOf(marked, 'TrainingMarkSuccess', context);
    },
  }),
}));

async function sessionOf(id: string, context: Context): Promise<SessionRow | ErrorShape> {
  const session = await visibleNode<SessionRow>('TrainingSession', id, context);
  return session ?? errorsIn(context.language).notFound(volunteerWords(context.language).sessionNotFound);
}

function answerOf(enrolled: Enrolled, typename: string, context: Context): SessionSuccess | ErrorShape {
  if (enrolled.outcome !== 'done') return refusalOf(enrolled, context);
  enrolmentsLoader(context).clear(enrolled.session.id);
  return { typename, session: enrolled.session };
}

function refusalOf({ outcome }: Exclude<Enrolled, { outcome: 'done' }>, { language }: Context): ErrorShape {
  const words = volunteerWords(language);
  switch (outcome) {
    case 'full':
      return { typename: 'TrainingFullError', code: 'TRAINING_FULL', message: words.sessionFull };
    case 'begun':
      return { typename: 'TrainingNotOpenError', code: 'TRAINING_NOT_OPEN', message: words.sessionBegun };
    case 'not-enrolled':
      return errorsIn(language).notFound(words.notEnrolled);
  }
}
