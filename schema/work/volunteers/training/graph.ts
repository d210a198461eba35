// Training: courses, their sessions, who has a place in them and who came.
import { may } from '../../../frame/access/may.ts';
import { inOrder } from '../../../frame/batches.ts';
import { builder, SHARED } from '../../../frame/builder.ts';
import type { Context } from '../../../frame/context.ts';
import { Node, nodeId, registerNode } from '../../../frame/relay/graph.ts';
import { certificatesLoader, courseLoader, volunteerLoader } from '../loaders.ts';
import { ofStation, subjectOf, Volunteer } from '../people/graph.ts';
import {
  type CertificateRow,
  type CourseRow,
  type EnrolmentRow,
  listCourses,
  listSessions,
  readEnrolments,
  readSessions,
  type SessionRow,
} from './store.ts';

export const TrainingCourse = builder.objectRef<CourseRow>('TrainingCourse').implement({
  description: '上岗前的培训 / A training course required before service',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('TrainingCourse')),
    name: t.exposeString('name', { extensions: SHARED, description: '名称 / Name' }),
    description: t.exposeString('description', { extensions: SHARED, description: '内容，可为空字符串 / Content, may be empty' }),
    validMonths: t.exposeInt('validMonths', {
      nullable: true,
      extensions: SHARED,
      description: '有效几个月；空为长期 / Months of validity; null: no expiry',
    }),
  }),
});

registerNode<CourseRow>('TrainingCourse', ofStation(courseLoader), null);

const TrainingCertificate = builder.objectRef<CertificateRow>('TrainingCertificate').implement({
  description: '培训合格 / A course a volunteer has passed',
  fields: (t) => ({
    course: t.field({
      type: TrainingCourse,
      nullable: true,
      description: '哪门培训 / The course',
      resolve: ({ courseId }, _args, context) => courseLoader(context).load(courseId),
    }),
    issuedAt: t.expose('issuedAt', { type: 'DateTime', description: '合格时间 / Date passed' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: '有效至；空为长期 / Valid until; null: no expiry' }),
  }),
});

builder.objectField(Volunteer, 'certificates', (t) =>
  t.field({
    type: [TrainingCertificate],
    nullable: true,
    description: '培训合格，最新在前；本人和审核人可见 / Courses passed, latest first',
    resolve: (row, _args, context) => (may(context, 'volunteer.read', subjectOf(row)) ? certificatesLoader(context).load(row.id) : null),
  }),
);

const sessionLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, SessionRow | null>('trainingSession', async (ids) => inOrder(ids, await readSessions(pool, ids)));

export const enrolmentsLoader = ({ loaders, services: { pool } }: Context) =>
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

export const TrainingSession = builder.objectRef<SessionRow>('TrainingSession').implement({
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

builder.queryField('trainingCourses', (t) =>
  t.field({
    type: [TrainingCourse],
    extensions: SHARED,
    description: '全部培训 / All courses',
    authScopes: { may: 'shift.read' },
    resolve: (_root, _args, { services: { pool } }) => listCourses(pool),
  }),
);

builder.queryField('trainingSessions', (t) =>
  t.field({
    type: [TrainingSession],
    description: '培训场次，早的在前，最多 100 场 / Training sessions, earliest first, at most 100',
    authScopes: { may: 'shift.read' },
    args: { from: t.arg({ type: 'DateTime', description: '在此之后结束的；不填为现在 / Ending after this time; omitted: now' }) },
    resolve: (_root, { from }, { services: { pool, clock } }) => listSessions(pool, from ?? clock.now()),
  }),
);
