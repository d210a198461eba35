// What is done about training: courses and sessions are made, people join, leave and are marked.
import { residentOf, staffOf } from '../../../frame/access/callers.ts';
import { optional, row, scalar, text, whole } from '../../../frame/inputs.ts';
import { gives, mutation } from '../../../frame/mutation.ts';
import { Conflict, conflict } from '../../../frame/refusals.ts';
import { say } from '../../../frame/speech.ts';
import { endOfMonth } from '../../../ground/calendar.ts';
import { future, volunteer, volunteerId } from '../inputs.ts';
import { courseLoader } from '../loaders.ts';
import { person, reread } from '../people/acts.ts';
import { courseGone, refusals, sessionGone, TrainingFull, TrainingNotOpen } from '../refusals.ts';
import { enrol, markPresence, withdraw } from './deeds.ts';
import { enrolmentsLoader, TrainingCourse, TrainingSession } from './graph.ts';
import { type CourseRow, cancelSession, insertCertificate, insertCourse, insertSession, type SessionRow } from './store.ts';

const session = gives<{ session: SessionRow }>((t) => ({
  session: t.expose('session', { type: TrainingSession, description: '现在的样子 / As it is now' }),
}));
const sessionId = row<SessionRow>('TrainingSession', '场次编号 / ID of the training session', sessionGone);
const course = row<CourseRow>('TrainingCourse', '培训编号 / ID of the course', courseGone);
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
    courseId: course,
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
    wasThere: scalar('Boolean', '来了没有；来了即合格 / Whether they attended; attending counts as passing'),
  },
  done: '已登记 / Recorded',
  gives: session,
  refuses: [TrainingNotOpen],
  async do({ sessionId: session, volunteerId, wasThere }, context) {
    const { pool, clock, settings } = context.services;
    const course = await courseLoader(context).load(session.courseId);
    const marked = await markPresence(pool, {
      sessionId: session.id,
      volunteerId,
      wasThere,
      now: clock.now(),
      staffId: staffOf(context).staffId,
      expiryOf: (endsAt) => (course?.validMonths ? endOfMonth(endsAt, course.validMonths, settings.timeZone) : null),
    });
    enrolmentsLoader(context).clear(session.id);
    return marked;
  },
});

mutation('trainingCertify', {
  says: '登记培训合格 / Records that a volunteer has passed a course',
  may: 'volunteer.manage',
  input: { volunteerId: volunteer, courseId: course },
  done: '已登记 / Recorded',
  gives: person,
  refuses: [],
  async do({ volunteerId: { id: volunteerId }, courseId: { id: courseId, validMonths } }, context) {
    const { pool, clock, settings } = context.services;
    const issuedAt = clock.now();
    await insertCertificate(pool, {
      id: context.requestUuid,
      courseId,
      volunteerId,
      issuedAt,
      staffId: staffOf(context).staffId,
      expiresAt: validMonths === null ? null : endOfMonth(issuedAt, validMonths, settings.timeZone),
    });
    return reread(volunteerId, context);
  },
});
