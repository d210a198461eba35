// Who was there, as volunteers, their captains and officers see it, and the codes that prove it.
import { may } from '../../../frame/access/may.ts';
import { builder } from '../../../frame/builder.ts';
import { CheckInMethodEnum } from '../enums.ts';
import { attendanceLoader, shiftLoader, volunteerLoader } from '../loaders.ts';
import { subjectOf } from '../people/graph.ts';
import { DutyPost, Shift, ShiftSignup } from '../shifts/graph.ts';
import { codesOf } from './deeds.ts';
import { codeAt } from './rules.ts';
import type { AttendanceRow } from './store.ts';

const CheckInCode = builder.objectRef<{ code: string; changesAt: Date }>('CheckInCode').implement({
  description: '此刻的签到码 / The current check-in code',
  fields: (t) => ({
    code: t.exposeString('code', { description: '6 位字母数字 / 6 letters and digits' }),
    changesAt: t.expose('changesAt', { type: 'DateTime', description: '何时换新 / When the next code follows' }),
  }),
});

const Attendance = builder.objectRef<AttendanceRow>('Attendance').implement({
  description: '一次到岗：签到与签退 / Attendance: check-in and check-out',
  fields: (t) => ({
    inAt: t.expose('inAt', { type: 'DateTime', description: '签到时间 / Checked in at' }),
    inMethod: t.expose('inMethod', { type: CheckInMethodEnum, description: '怎样签到 / Method of check-in' }),
    inDistance: t.exposeInt('inDistance', { nullable: true, description: '签到时离执勤点多少米 / Metres from the post at check-in' }),
    outAt: t.expose('outAt', { type: 'DateTime', nullable: true, description: '签退时间 / Checked out at' }),
    outMethod: t.expose('outMethod', { type: CheckInMethodEnum, nullable: true, description: '怎样签退 / Method of check-out' }),
    isUploadedLate: t.boolean({
      description: '是否没有网络、事后补传 / Whether it was recorded offline and sent later',
      resolve: ({ inAt, inReceivedAt, outAt, outReceivedAt }) =>
        [[inAt, inReceivedAt] as const, [outAt, outReceivedAt] as const].some(
          ([at, received]) => at && received && received.getTime() - at.getTime() > LATE_MS,
        ),
    }),
    isClosedByRule: t.boolean({
      description: '是否忘记签退、由系统签退 / Whether the check-out was automatic',
      resolve: ({ outMethod }) => outMethod === 'RULE',
    }),
    isCorrected: t.boolean({
      description: '时间是否更正过 / Whether its times were corrected',
      resolve: ({ corrections }) => corrections > 0,
    }),
    minutes: t.exposeInt('minutes', { nullable: true, description: '计入多少分钟 / Minutes counted' }),
    points: t.exposeInt('points', { nullable: true, description: '得了多少积分 / Points earned' }),
  }),
});

const LATE_MS = 5 * 60_000;

const ServiceEvaluation = builder.objectRef<{ rating: number; evaluation: string }>('ServiceEvaluation').implement({
  description: '对一次服务的评价 / Evaluation of a service',
  fields: (t) => ({
    rating: t.exposeInt('rating', { description: '评分，1–5 / Rating, 1–5' }),
    text: t.exposeString('evaluation', { description: '评语，可为空字符串 / Comment, may be empty' }),
  }),
});

builder.objectField(DutyPost, 'code', (t) =>
  t.field({
    type: CheckInCode,
    nullable: true,
    description: '此刻的签到码；无权显示者为空 / The code to show now; null for anyone without permission to show it',
    resolve: ({ id }, _args, context) => {
      const { clock, stamp } = context.services;
      return may(context, 'post.show') ? codeAt({ kind: 'POST', id }, clock.now(), codesOf(stamp)) : null;
    },
  }),
);

builder.objectField(Shift, 'captainCode', (t) =>
  t.field({
    type: CheckInCode,
    nullable: true,
    description: '队长口头告知的签到码；只给队长 / The code for the captain to read out; for the captain only',
    resolve: ({ id, teamId }, _args, context) => {
      const { clock, stamp } = context.services;
      return may(context, 'shift.manage', { teamId }) ? codeAt({ kind: 'CAPTAIN', id }, clock.now(), codesOf(stamp)) : null;
    },
  }),
);

builder.objectField(ShiftSignup, 'attendance', (t) =>
  t.field({
    type: Attendance,
    nullable: true,
    description: '到岗；还没签到为空 / Attendance; null: not checked in',
    resolve: ({ id }, _args, context) => attendanceLoader(context).load(id),
  }),
);

builder.objectField(ShiftSignup, 'evaluation', (t) =>
  t.field({
    type: ServiceEvaluation,
    nullable: true,
    description: '评价；还没有、或无权看者为空 / Evaluation; null: none, or not visible to the viewer',
    resolve: async ({ id, shiftId, volunteerId }, _args, context) => {
      const [attendance, shift, volunteer] = await Promise.all([
        attendanceLoader(context).load(id),
        shiftLoader(context).load(shiftId),
        volunteerLoader(context).load(volunteerId),
      ]);
      if (!attendance?.rating || !shift || !volunteer) return null;
      const isSeen = may(context, 'shift.manage', { teamId: shift.teamId }) || may(context, 'volunteer.read', subjectOf(volunteer));
      return isSeen ? { rating: attendance.rating, evaluation: attendance.evaluation } : null;
    },
  }),
);
