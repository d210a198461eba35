// How somebody becomes a volunteer: they apply, officers review, certify training and note insurance.
import { z } from 'zod';
import { residentOf, staffOf } from '../access/callers.ts';
import { RIGHTS_TOPIC } from '../access/viewer.ts';
import { record } from '../audit/store.ts';
import { builder } from '../builder.ts';
import { endOfMonth } from '../calendar.ts';
import type { Context } from '../context.ts';
import { ConflictError, type ErrorShape, errorsIn, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { tell } from '../notices/store.ts';
import { noticeTopics } from '../notices/topics.ts';
import { parsePhone } from '../people/phone.ts';
import { visibleNode } from '../relay/graph.ts';
import { personText } from '../text.ts';
import { inTransaction } from '../transaction.ts';
import { fieldErrors } from '../validation.ts';
import { SkillEnum, TimeOfWeekEnum } from './enums.ts';
import { volunteerLoader } from './loaders.ts';
import { Volunteer } from './people.ts';
import { addMember, apply, type CourseRow, insertCertificate, insertInsurance, review, type TeamRow, type VolunteerRow } from './store.ts';
import { volunteerWords } from './words.ts';

const ApplyInput = builder.inputType('VolunteerApplyInput', {
  description: '申请做志愿者，或更新资料 / A volunteer application or a change of profile',
  fields: (t) => ({
    skills: t.field({ type: [SkillEnum], required: true, description: '技能 / Skills' }),
    times: t.field({ type: [TimeOfWeekEnum], required: true, description: '方便的时间 / Available times' }),
    healthNote: t.string({ defaultValue: '', description: '健康提示，最多 300 字，只给民警看 / Health notes, visible to officers only' }),
    contactName: t.string({ required: true, description: '紧急联系人，2–30 字 / Name of the emergency contact' }),
    contactPhone: t.string({ required: true, description: '紧急联系人电话 / Phone of the emergency contact' }),
  }),
});

const ReviewInput = builder.inputType('VolunteerReviewInput', {
  description: '审核申请 / A decision on an application',
  fields: (t) => ({
    volunteerId: t.id({ required: true, description: '志愿者编号 / ID of the volunteer' }),
    expectedVersion: t.int({ required: true, description: '看到的版本 / The version the decision is based on' }),
    isAccepted: t.boolean({ required: true, description: '是否通过 / Whether to approve' }),
    teamId: t.id({ description: '通过后进哪支队 / The team to join' }),
    reason: t.string({
      defaultValue: '',
      description: '未通过的原因，2–200 字，本人看得到 / Reason for not approving, shown to the applicant',
    }),
  }),
});

const CertifyInput = builder.inputType('TrainingCertifyInput', {
  description: '登记培训合格 / A course passed by a volunteer',
  fields: (t) => ({
    volunteerId: t.id({ required: true, description: '志愿者编号 / ID of the volunteer' }),
    courseId: t.id({ required: true, description: '培训编号 / ID of the course' }),
  }),
});

const InsuranceInput = builder.inputType('InsuranceAddInput', {
  description: '登记保险 / Insurance of a volunteer',
  fields: (t) => ({
    volunteerId: t.id({ required: true, description: '志愿者编号 / ID of the volunteer' }),
    insurer: t.string({ required: true, description: '保险公司，2–60 字 / Insurer' }),
    policyNumber: t.string({ required: true, description: '保单号，2–60 字 / Policy number' }),
    startsAt: t.field({ type: 'DateTime', required: true, description: '起保 / Start date' }),
    endsAt: t.field({ type: 'DateTime', required: true, description: '到期 / Expiry date' }),
  }),
});

interface VolunteerSuccess {
  typename: string;
  volunteer: VolunteerRow;
}

const volunteerSuccess = (name: string, description: string) =>
  builder.objectRef<VolunteerSuccess>(name).implement({
    description,
    fields: (t) => ({ volunteer: t.expose('volunteer', { type: Volunteer, description: '现在的样子 / As it is now' }) }),
  });

const LIMITS: Record<string, [number, number]> = {
  ...{ healthNote: [0, 300], contactName: [2, 30], reason: [2, 200], insurer: [2, 60], policyNumber: [2, 60] },
};
const applyText = z.object({
  healthNote: personText({ min: 0, max: 300, isMultiline: true }),
  contactName: personText({ min: 2, max: 30 }),
});
const insuranceText = z.object({ insurer: personText({ min: 2, max: 60 }), policyNumber: personText({ min: 2, max: 60 }) });
const refusalText = z.object({ reason: personText({ min: 2, max: 200 }) });

const unique = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];

/** The volunteer that an input names, or that there is none. */
export async function volunteerOf(id: string, context: Context): Promise<VolunteerRow | ErrorShape> {
  const volunteer = await visibleNode<VolunteerRow>('Volunteer', id, context);
  return volunteer ?? errorsIn(context.language).notFound(volunteerWords(context.language).volunteerNotFound);
}

/** As it is after a change. */
export async function reread({ id }: { id: string }, typename: string, context: Context): Promise<VolunteerSuccess> {
  const volunteer = await volunteerLoader(context).clear(id).load(id);
  return { typename, volunteer: volunteer as VolunteerRow };
}

builder.mutationFields((t) => ({
  volunteerApply: t.field({
    description: '申请做平安志愿者；已是的更新资料 / Applies to be a volunteer; volunteers change their profile',
    authScopes: { may: 'volunteer.apply' },
    type: resultUnion('VolunteerApply', volunteerSuccess('VolunteerApplySuccess', '已提交 / Submitted'), [ValidationError]),
    args: { input: t.arg({ type: ApplyInput, required: true, description: '资料 / The application or profile' }) },
    resolve: async (_root, { input }, context): Promise<VolunteerSuccess | ErrorShape> => {
      const { language, services } = context;
      const text = applyText.safeParse({ healthNote: input.healthNote ?? '', contactName: input.contactName });
      const mistakes = text.success ? [] : fieldErrors(text.error, LIMITS, language);
      const contactPhone = parsePhone(input.contactPhone, services.settings);
      if (!contactPhone) mistakes.push({ path: ['input', 'contactPhone'], code: 'FORM', message: volunteerWords(language).phoneForm });
      if (!text.success || !contactPhone || mistakes.length > 0) return errorsIn(language).invalid(mistakes);
      const { residentId } = residentOf(context);
      const { healthNote, contactName } = text.data;
      const volunteer = await inTransaction(services.pool, (client) =>
        apply(client, {
          ...{ residentId, skills: unique(input.skills), times: unique(input.times), contactName, contactPhone },
          healthNote: healthNote ? services.privateNotes.seal(healthNote, residentId) : null,
          now: services.clock.now(),
        }),
      );
      return { typename: 'VolunteerApplySuccess', volunteer };
    },
  }),
  volunteerReview: t.field({
    description: '审核志愿者申请 / Reviews a volunteer application',
    authScopes: { may: 'volunteer.manage' },
    type: resultUnion('VolunteerReview', volunteerSuccess('VolunteerReviewSuccess', '已审核 / Reviewed'), [
      ...[ValidationError, NotFoundError, ConflictError],
    ]),
    args: { input: t.arg({ type: ReviewInput, required: true, description: '决定 / The decision' }) },
    resolve: async (_root, { input }, context): Promise<VolunteerSuccess | ErrorShape> => {
      const { language, services, viewer, requestId } = context;
      const words = volunteerWords(language);
      const text = input.isAccepted ? null : refusalText.safeParse({ reason: input.reason ?? '' });
      if (text && !text.success) return errorsIn(language).invalidField('reason', 'EMPTY', words.reasonMissing);
      const volunteer = await volunteerOf(input.volunteerId, context);
      if ('typename' in volunteer) return volunteer;
      const team = input.teamId ? await visibleNode<TeamRow>('Team', input.teamId, context) : null;
      if (input.teamId && !team) return errorsIn(language).notFound(words.teamNotFound);
      const { staffId } = staffOf(context);
      const now = services.clock.now();
      const decided = await inTransaction(services.pool, async (client) => {
        const row = await review(client, {
          ...{ residentId: volunteer.id, expectedVersion: input.expectedVersion, staffId, now },
          ...{ status: input.isAccepted ? 'ACTIVE' : 'REFUSED', reason: text?.data.reason ?? '' },
        });
        if (!row) return undefined;
        if (input.isAccepted && team) await addMember(client, team.id, row.id, now);
        await record(client, viewer, [
          { action: 'volunteer.review', subjectId: row.id, detail: { isAccepted: input.isAccepted }, requestId },
        ]);
        const detail = { title: '', reason: row.reason };
        await tell(client, [row.id], { kind: 'VOLUNTEER_REVIEWED', subjectId: row.id, occasion: `${row.version}`, detail }, now);
        return row;
      });
      if (!decided) return errorsIn(language).conflict(words.applicationChanged);
      services.live.touch([RIGHTS_TOPIC, ...noticeTopics([decided.id])]);
      return { typename: 'VolunteerReviewSuccess', volunteer: decided };
    },
  }),
  trainingCertify: t.field({
    description: '登记培训合格 / Records that a volunteer has passed a course',
    authScopes: { may: 'volunteer.manage' },
    type: resultUnion('TrainingCertify', volunteerSuccess('TrainingCertifySuccess', '已登记 / Recorded'), [NotFoundError]),
    args: { input: t.arg({ type: CertifyInput, required: true, description: '谁、哪门 / The volunteer and the course' }) },
    resolve: async (_root, { input }, context): Promise<VolunteerSuccess | ErrorShape> => {
      const { language, services } = context;
      const volunteer = await volunteerOf(input.volunteerId, context);
      if ('typename' in volunteer) return volunteer;
      const course = await visibleNode<CourseRow>('TrainingCourse', input.courseId, context);
      if (!course) return errorsIn(language).notFound(volunteerWords(language).courseNotFound);
      const issuedAt = services.clock.now();
      await insertCertificate(services.pool, {
        ...{ id: context.requestUuid, courseId: course.id, volunteerId: volunteer.id, issuedAt, staffId: staffOf(context).staffId },
        expiresAt: course.validMonths === null ? null : endOfMonth(issuedAt, course.validMonths, services.settings.timeZone),
      });
      return reread(volunteer, 'TrainingCertifySuccess', context);
    },
  }),
  insuranceAdd: t.field({
    description: '登记志愿者保险 / Records insurance of a volunteer',
    authScopes: { may: 'volunteer.manage' },
    type: resultUnion('InsuranceAdd', volunteerSuccess('InsuranceAddSuccess', '已登记 / Recorded'), [ValidationError, NotFoundError]),
    args: { input: t.arg({ type: InsuranceInput, required: true, description: '保险 / The insurance' }) },
    resolve: async (_root, { input }, context): Promise<VolunteerSuccess | ErrorShape> => {
      const { language, services } = context;
      const { startsAt, endsAt } = input;
      const text = insuranceText.safeParse({ insurer: input.insurer, policyNumber: input.policyNumber });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      if (endsAt <= startsAt) return errorsIn(language).invalidField('endsAt', 'OUT_OF_RANGE', volunteerWords(language).spanOrder);
      const volunteer = await volunteerOf(input.volunteerId, context);
      if ('typename' in volunteer) return volunteer;
      await insertInsurance(services.pool, { id: context.requestUuid, volunteerId: volunteer.id, ...text.data, startsAt, endsAt });
      return reread(volunteer, 'InsuranceAddSuccess', context);
    },
  }),
}));
