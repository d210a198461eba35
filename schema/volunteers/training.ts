// Training: courses, their sessions, who has a place in them and who came.
import { residentOf, staffOf } from '../access/callers.ts';
import { may } from '../access/may.ts';
import { builder, SHARED } from '../builder.ts';
import { endOfMonth } from '../calendar.ts';
import type { Context } from '../context.ts';
import { inOrder } from '../frame/batches.ts';
import { optional, plain, row, text, whole } from '../frame/inputs.ts';
import { gives, mutation } from '../frame/mutation.ts';
import { Conflict, conflict } from '../frame/refusals.ts';
import { say } from '../frame/speech.ts';
import { Node, nodeId, registerNode } from '../relay/graph.ts';
import { future, volunteerId } from './inputs.ts';
import { courseLoader, volunteerLoader } from './loaders.ts';
import { ofStation, TrainingCourse, Volunteer } from './people.ts';
import { courseGone, refusals, sessionGone, TrainingFull, TrainingNotOpen } from './refusals.ts';
import type { CourseRow } from './store.ts';
import {
  cancelSession,
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

const session = gives<{ session: SessionRow }>((t) => ({
  session: t.expose('session', { type: TrainingSession, description: '现在的样子 / As it is now' }),
}));
const sessionId = row<SessionRow>('TrainingSession', '场次编号 / ID of the training session', sessionGone);
const nameTaken = say('已有同名的培训，请换个名称。', 'A course with this name exists. Choose another name.');

mutation('trainingCourseCreate', {
  says: '新设培训 / Creates a course',
  may: 'volunteer.manage',
  input: {
    name: text(2, 40, '名称 / Name'),
    description: text(0, 300, '内容 / Content', { isMultiline: true }),
    validMonths: optional(whole(1, 120, '有效几个月；不填为长期 / Months of validity; no expiry when omitted')),
  },
  done: '已设好 / Created',
  gives: gives<{ course: CourseRow }>((t) => ({ course: t.expose('course', { type: TrainingCourse, description: '培训 / The course' }) })),
  refuses: [Conflict],
  async do({ validMonths = null, ...content }, { services, requestUuid: id }) {
    const course = await insertCourse(services.pool, { id, validMonths, ...content });
    return course ? { course } : conflict(nameTaken);
  },
});

mutation('trainingSessionCreate', {
  says: '安排一场培训 / Creates a training session',
  may: 'volunteer.manage',
  input: {
    courseId: row<CourseRow>('TrainingCourse', '哪门培训 / ID of the course', courseGone),
    place: text(2, 60, '地点 / Place'),
    startsAt: future('开始 / Start'),
    minutes: whole(15, 480, '多少分钟 / Duration in minutes'),
    capacity: whole(1, 500, '名额 / Places'),
  },
  done: '已安排 / Created',
  gives: session,
  refuses: [],
  async do({ courseId: course, minutes, ...content }, { services, requestUuid: id }) {
    const endsAt = new Date(content.startsAt.getTime() + minutes * 60_000);
    return { session: await insertSession(services.pool, { id, courseId: course.id, endsAt, ...content }) };
  },
});

mutation('trainingSessionCancel', {
  says: '取消一场还没开始的培训 / Cancels a training session before it starts',
  may: 'volunteer.manage',
  input: { sessionId },
  done: '已取消 / Cancelled',
  gives: session,
  refuses: [TrainingNotOpen],
  async do({ sessionId: { id } }, { services: { pool, clock } }) {
    const session = await cancelSession(pool, id, clock.now());
    return session ? { session } : refusals.sessionBegun;
  },
});

mutation('trainingJoin', {
  says: '报名培训 / Signs up for a training session',
  may: 'shift.serve',
  input: { sessionId },
  done: '已报名 / Signed up',
  gives: session,
  refuses: [TrainingNotOpen, TrainingFull],
  async do({ sessionId: { id: sessionId } }, context) {
    const { pool, clock } = context.services;
    const enrolled = await enrol(pool, { sessionId, volunteerId: residentOf(context).residentId, now: clock.now() });
    enrolmentsLoader(context).clear(sessionId);
    return enrolled;
  },
});

mutation('trainingLeave', {
  says: '退出培训 / Leaves a training session',
  may: 'shift.serve',
  input: { sessionId },
  done: '已退出 / Left',
  gives: session,
  refuses: [TrainingNotOpen],
  async do({ sessionId: { id: sessionId } }, context) {
    const { pool, clock } = context.services;
    const left = await withdraw(pool, { sessionId, volunteerId: residentOf(context).residentId, now: clock.now() });
    enrolmentsLoader(context).clear(sessionId);
    return left;
  },
});

mutation('trainingMark', {
  says: '登记谁来了：来了即合格；登错可改 / Records attendance: attending counts as passing; mistakes can be corrected',
  may: 'volunteer.manage',
  input: {
    sessionId,
    volunteerId,
    wasThere: plain<boolean>((t) =>
      t.boolean({ required: true, description: '来了没有；来了即合格 / Whether they attended; attending counts as passing' }),
    ),
  },
  done: '已登记 / Recorded',
  gives: session,
  refuses: [TrainingNotOpen],
  async do({ sessionId: session, volunteerId, wasThere }, context) {
    const { pool, clock, settings } = context.services;
    const course = await courseLoader(context).load(session.courseId);
    const marked = await markPresence(pool, {
      ...{ sessionId: session.id, volunteerId, wasThere, now: clock.now(), staffId: staffOf(context).staffId },
      expiryOf: (endsAt) => (course?.validMonths ? endOfMonth(endsAt, course.validMonths, settings.timeZone) : null),
    });
    enrolmentsLoader(context).clear(session.id);
    return marked;
  },
});
