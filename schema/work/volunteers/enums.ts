// What volunteers, teams and check-ins can be, for programs and people.
import { builder } from '../../frame/builder.ts';

export const TeamKindEnum = builder.enumType('TeamKind', {
  description: '志愿队的种类 / Kind of team',
  values: {
    PATROL: { description: '巡逻队 / Patrol' },
    PUBLICITY: { description: '宣传队 / Publicity' },
    MEDIATION: { description: '调解队 / Mediation' },
    YOUTH_LAW: { description: '青年普法团 / Youth law education' },
    ENTERPRISE_SAFETY: { description: '企业安全顾问团 / Enterprise safety advice' },
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
  description: '技能 / Skill',
  values: Object.fromEntries(Object.entries(SKILLS).map(([name, description]) => [name, { description }])) as {
    [Name in keyof typeof SKILLS]: { description: string };
  },
});

export const TimeOfWeekEnum = builder.enumType('TimeOfWeek', {
  description: '方便的时间 / Available time',
  values: {
    WEEKDAY_MORNING: { description: '工作日上午 / Weekday mornings' },
    WEEKDAY_AFTERNOON: { description: '工作日下午 / Weekday afternoons' },
    WEEKDAY_EVENING: { description: '工作日晚上 / Weekday evenings' },
    WEEKEND_MORNING: { description: '周末上午 / Weekend mornings' },
    WEEKEND_AFTERNOON: { description: '周末下午 / Weekend afternoons' },
    WEEKEND_EVENING: { description: '周末晚上 / Weekend evenings' },
  } as const,
});

export const VolunteerStatusEnum = builder.enumType('VolunteerStatus', {
  description: '志愿者的状态 / Status of a volunteer',
  values: {
    PENDING: { description: '待审核 / Under review' },
    ACTIVE: { description: '平安志愿者 / A volunteer' },
    REFUSED: { description: '未通过 / Not approved' },
    LEFT: { description: '已退出 / Left' },
  } as const,
});

export const SignupStatusEnum = builder.enumType('SignupStatus', {
  description: '报名的状态 / Status of a sign-up',
  values: {
    JOINED: { description: '已报名 / Joined' },
    WAITING: { description: '候补 / On the wait-list' },
    LEFT: { description: '已退出 / Withdrawn' },
  } as const,
});

export const CheckInMethodEnum = builder.enumType('CheckInMethod', {
  description: '怎样证明到场 / Method of checking in or out',
  values: {
    POST_CODE: { description: '执勤点的签到码 / Code of the post' },
    CAPTAIN_CODE: { description: '队长的签到码 / The captain’s code' },
    POSITION: { description: '位置 / Location' },
    RULE: { description: '忘记签退，按规则结束 / Checked out automatically' },
    CORRECTION: { description: '队长更正 / Corrected by the team’s captain' },
  } as const,
});

export const SwapStatusEnum = builder.enumType('ShiftSwapStatus', {
  description: '换班请求的状态 / Status of a swap request',
  values: {
    ASKED: { description: '等待答复 / Waiting for an answer' },
    ACCEPTED: { description: '已同意，换好了 / Agreed, and swapped' },
    DECLINED: { description: '不同意 / Declined' },
    WITHDRAWN: { description: '已收回 / Withdrawn' },
  } as const,
});

export const InvitationAnswerEnum = builder.enumType('ShiftInvitationAnswer', {
  description: '邀请的答复 / Status of an invitation',
  values: {
    OPEN: { description: '还没答复 / No answer yet' },
    JOINED: { description: '已报名或候补 / Joined, or on the wait-list' },
    DECLINED: { description: '来不了 / Declined' },
  } as const,
});
