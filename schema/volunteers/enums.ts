// What volunteers, teams and check-ins can be, for programs and people.
import { builder } from '../builder.ts';

export const TeamKindEnum = builder.enumType('TeamKind', {
  description: '志愿队的种类 / Kinds of teams',
  values: {
    PATROL: { description: '巡逻队 / Patrol' },
    PUBLICITY: { description: '宣传队 / Publicity' },
    MEDIATION: { description: '调解队 / Mediation' },
    YOUTH_LAW: { description: '青年普法团 / Young people teaching law' },
    ENTERPRISE_SAFETY: { description: '企业安全顾问团 / Advisers on safety of companies' },
  } as const,
});

export const SKILLS = {
  FIRST_AID: '急救 / First aid',
  DRIVING: '驾驶 / Driving',
  LAW: '法律 / Law',
  TEACHING: '讲课 / Teaching',
  MEDIATION: '调解 / Mediation',
  COMPUTERS: '电脑 / Computers',
  PHOTOGRAPHY: '摄影 / Photography',
  LANGUAGES: '外语 / Languages',
} as const;

export const SkillEnum = builder.enumType('VolunteerSkill', {
  description: '技能 / Skills',
  values: Object.fromEntries(Object.entries(SKILLS).map(([name, description]) => [name, { description }])) as {
    [Name in keyof typeof SKILLS]: { description: string };
  },
});

export const TimeOfWeekEnum = builder.enumType('TimeOfWeek', {
  description: '方便的时间 / When somebody can come',
  values: {
    WEEKDAY_MORNING: { description: '工作日上午 / Mornings of weekdays' },
    WEEKDAY_AFTERNOON: { description: '工作日下午 / Afternoons of weekdays' },
    WEEKDAY_EVENING: { description: '工作日晚上 / Evenings of weekdays' },
    WEEKEND_MORNING: { description: '周末上午 / Mornings of weekends' },
    WEEKEND_AFTERNOON: { description: '周末下午 / Afternoons of weekends' },
    WEEKEND_EVENING: { description: '周末晚上 / Evenings of weekends' },
  } as const,
});

export const VolunteerStatusEnum = builder.enumType('VolunteerStatus', {
  description: '志愿者的状态 / Where an application stands',
  values: {
    PENDING: { description: '待审核 / Waits for the review' },
    ACTIVE: { description: '平安志愿者 / A volunteer' },
    REFUSED: { description: '未通过 / Refused' },
    LEFT: { description: '已退出 / Has left' },
  } as const,
});

export const SignupStatusEnum = builder.enumType('SignupStatus', {
  description: '报名的状态 / Where a sign-up stands',
  values: {
    JOINED: { description: '已报名 / Has a place' },
    WAITING: { description: '候补 / In the wait-list' },
    LEFT: { description: '已退出 / Has given it up' },
  } as const,
});

export const CheckInMethodEnum = builder.enumType('CheckInMethod', {
  description: '怎样证明到场 / How it was shown that somebody was there',
  values: {
    POST_CODE: { description: '执勤点的签到码 / The code of the post' },
    CAPTAIN_CODE: { description: '队长的签到码 / The captain’s code' },
    POSITION: { description: '位置 / The position' },
    RULE: { description: '忘记签退，按规则结束 / Nobody checked out: closed by rule' },
    CORRECTION: { description: '队长更正 / Corrected by whoever leads the team' },
  } as const,
});

export const SwapStatusEnum = builder.enumType('ShiftSwapStatus', {
  description: '换班请求的状态 / Where a question about a swap stands',
  values: {
    ASKED: { description: '等待答复 / It waits for an answer' },
    ACCEPTED: { description: '已同意，换好了 / They agreed; it is done' },
    DECLINED: { description: '不同意 / They said no' },
    WITHDRAWN: { description: '已收回 / Taken back' },
  } as const,
});

export const InvitationAnswerEnum = builder.enumType('ShiftInvitationAnswer', {
  description: '邀请的答复 / What came of an invitation',
  values: {
    OPEN: { description: '还没答复 / No answer yet' },
    JOINED: { description: '已报名或候补 / They have a place, or wait for one' },
    DECLINED: { description: '来不了 / They cannot come' },
  } as const,
});
