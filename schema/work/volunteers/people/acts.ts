// How somebody becomes a volunteer: they apply, officers review and note insurance; and whether they want to be named.

import { record } from '../../../commons/audit/store.ts';
import { tell } from '../../../commons/notices/store.ts';
import { noticeTopics } from '../../../commons/notices/topics.ts';
import { parsePhone } from '../../../commons/people/phone.ts';
import { residentOf, staffOf } from '../../../frame/access/callers.ts';
import { RIGHTS_TOPIC } from '../../../frame/access/viewer.ts';
import type { Context } from '../../../frame/context.ts';
import { checked, dateTime, optional, row, scalar, text, wrong } from '../../../frame/inputs.ts';
import { choices } from '../../../frame/lists.ts';
import { gives, mutation } from '../../../frame/mutation.ts';
import { Conflict, conflict, Invalid, invalid, NotFound } from '../../../frame/refusals.ts';
import { say } from '../../../frame/speech.ts';
import { inTransaction } from '../../../frame/transaction.ts';
import { SkillEnum, TimeOfWeekEnum } from '../enums.ts';
import { version, volunteer } from '../inputs.ts';
import { volunteerLoader } from '../loaders.ts';
import { refusals, teamGone } from '../refusals.ts';
import { addMember, type TeamRow } from '../teams/store.ts';
import { VOLUNTEER_DESK_TOPIC } from '../topics.ts';
import { Volunteer } from './graph.ts';
import { apply, insertInsurance, review, setNamed, type VolunteerRow } from './store.ts';

/** The volunteer, as they are now. */
export const person = gives<{ volunteer: VolunteerRow }>((t) => ({
  volunteer: t.expose('volunteer', { type: Volunteer, description: '志愿者现在的样子 / The volunteer as they are now' }),
}));

/** A volunteer after a change. */
export async function reread(id: string, context: Context): Promise<{ volunteer: VolunteerRow }> {
  return { volunteer: (await volunteerLoader(context).clear(id).load(id)) as VolunteerRow };
}

const phoneForm = say('电话不正确，请检查后重填。', 'The phone number is not valid. Check it and try again.');

mutation('volunteerApply', {
  says: '申请做平安志愿者；已是的更新资料 / Applies to be a volunteer; volunteers change their profile',
  may: 'volunteer.apply',
  input: {
    skills: choices(SkillEnum, '技能 / Skills'),
    times: choices(TimeOfWeekEnum, '方便的时间 / Available times'),
    healthNote: text(0, 300, '健康提示，只给民警看 / Health notes, visible to officers only', { isMultiline: true }),
    contactName: text(2, 30, '紧急联系人 / Name of the emergency contact'),
    contactPhone: checked(
      scalar('String', '紧急联系人电话 / Phone of the emergency contact'),
      (raw, { services }) => parsePhone(raw, services.settings) ?? wrong('FORM', phoneForm),
    ),
  },
  done: '已提交 / Submitted',
  gives: person,
  refuses: [],
  async do({ healthNote, ...profile }, context) {
    const { services } = context;
    const { residentId } = residentOf(context);
    const sealed = healthNote ? services.privateNotes.seal(healthNote, residentId) : null;
    const application = { residentId, ...profile, healthNote: sealed, now: services.clock.now() };
    const volunteer = await inTransaction(services.pool, (client) => apply(client, application));
    services.live.touch([VOLUNTEER_DESK_TOPIC]);
    return { volunteer };
  },
});

const reasonMissing = say('请写明未通过的原因，本人看得到。', 'Give a reason; it is shown to the applicant.');
const applicationChanged = say(
  '这份申请刚被修改或已有人审核，请看过现在的内容。',
  'This application has just been changed or reviewed. Check the current version.',
);

mutation('volunteerReview', {
  says: '审核志愿者申请 / Reviews a volunteer application',
  may: 'volunteer.manage',
  input: {
    volunteerId: volunteer,
    expectedVersion: version,
    isAccepted: scalar('Boolean', '是否通过 / Whether to approve'),
    teamId: optional(row<TeamRow>('Team', '通过后进哪支队 / The team to join', teamGone)),
    reason: text(0, 200, '未通过的原因；至少 2 字，本人看得到 / Reason for not approving; at least 2, shown to the applicant'),
  },
  done: '已审核 / Reviewed',
  gives: person,
  refuses: [Invalid, Conflict],
  async do({ volunteerId: { id: residentId }, expectedVersion, isAccepted, teamId: team, reason: written }, context) {
    const { services, viewer, requestId } = context;
    if (!isAccepted && [...written].length < 2) return invalid({ path: ['reason'], code: 'EMPTY', says: reasonMissing });
    const reason = isAccepted ? '' : written;
    const { staffId } = staffOf(context);
    const now = services.clock.now();
    const decided = await inTransaction(services.pool, async (client) => {
      const status = isAccepted ? 'ACTIVE' : 'REFUSED';
      const row = await review(client, { residentId, expectedVersion, staffId, now, status, reason });
      if (!row) return undefined;
      if (isAccepted && team) await addMember(client, team.id, row.id, now);
      await record(client, viewer, [{ action: 'volunteer.review', subjectId: row.id, detail: { isAccepted }, requestId }]);
      const detail = { title: '', reason: row.reason };
      await tell(client, [row.id], { kind: 'VOLUNTEER_REVIEWED', subjectId: row.id, occasion: `${row.version}`, detail }, now);
      return row;
    });
    if (!decided) return conflict(applicationChanged);
    services.live.touch([RIGHTS_TOPIC, VOLUNTEER_DESK_TOPIC, ...noticeTopics([decided.id])]);
    return { volunteer: decided };
  },
});

const spanOrder = say('到期日须晚于起保日。', 'The end must be after the start.');

mutation('insuranceAdd', {
  says: '登记志愿者保险 / Records insurance of a volunteer',
  may: 'volunteer.manage',
  input: {
    volunteerId: volunteer,
    insurer: text(2, 60, '保险公司 / Insurer'),
    policyNumber: text(2, 60, '保单号 / Policy number'),
    startsAt: dateTime('起保 / Start date'),
    endsAt: dateTime('到期 / Expiry date'),
  },
  done: '已登记 / Recorded',
  gives: person,
  refuses: [],
  async do({ volunteerId: { id: volunteerId }, ...insurance }, context) {
    if (insurance.endsAt <= insurance.startsAt) return invalid({ path: ['endsAt'], code: 'OUT_OF_RANGE', says: spanOrder });
    await insertInsurance(context.services.pool, { id: context.requestUuid, volunteerId, ...insurance });
    return reread(volunteerId, context);
  },
});

mutation('volunteerNaming', {
  says: '是否愿意在荣誉榜上署名；随时可改 / Whether to be named where volunteers are honoured; can be changed at any time',
  may: 'shift.serve',
  input: {
    isNamed: scalar('Boolean', '在荣誉榜、排行和表扬墙上署名 / In honours, standings and praise'),
  },
  done: '已记下 / Recorded',
  gives: person,
  refuses: [NotFound],
  async do({ isNamed }, context) {
    const { residentId } = residentOf(context);
    const isThere = await setNamed(context.services.pool, residentId, isNamed);
    return isThere ? reread(residentId, context) : refusals.volunteerNotFound;
  },
});
