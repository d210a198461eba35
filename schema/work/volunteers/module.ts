// Volunteers: people, teams, training, shifts and who came.
import { module } from '../../frame/manifest.ts';
import { encodeId } from '../../frame/relay/global-id.ts';
import { desk, everyone, type Rights, residents, right, staff } from '../../frame/roles.ts';
import { say } from '../../frame/speech.ts';
import { volunteerHolds } from './holds.ts';
import { VOLUNTEER_DESK_TOPIC } from './topics.ts';

/** Everybody who stays in touch with volunteers: captains for their own teams. */
const leaders: Rights = { VOLUNTEER: 'captain', GRID_WORKER: 'always', OFFICER: 'always', COMMANDER: 'always' };
const officers: Rights = { OFFICER: 'always', COMMANDER: 'always' };

const shiftPage = (shiftId: string) => `/shifts/${encodeId('Shift', shiftId)}`;

export const volunteers = module({
  name: 'volunteers',
  async graph() {
    await import('./people/graph.ts');
    await import('./people/acts.ts');
    await import('./people/equipment.ts');
    await import('./people/calendar.ts');
    await import('./teams/graph.ts');
    await import('./teams/acts.ts');
    await import('./shifts/graph.ts');
    await import('./shifts/acts.ts');
    await import('./shifts/invitations.ts');
    await import('./attendance/graph.ts');
    await import('./attendance/acts.ts');
    await import('./attendance/evaluations.ts');
    await import('./swaps/graph.ts');
    await import('./swaps/acts.ts');
    await import('./training/graph.ts');
    await import('./training/acts.ts');
    await import('./pay/graph.ts');
  },
  scopes: { 'volunteers:read': '读取志愿服务与积分奖品，不含姓名 / Read volunteer service and rewards, without names' },
  rights: {
    'shift.read': right(
      '看志愿队、班次、岗位和积分：没有姓名 / See teams, shifts, posts and what they earn: no names',
      everyone({ scope: 'volunteers:read' }),
    ),
    'shift.serve': right('报名班次、签到签退 / Take places in shifts, check in and out', { VOLUNTEER: 'always' }),
    'shift.manage': right('排班、改班、取消，报签到码 / Make shifts, change and cancel them, read the code out', leaders),
    'shift.readRoster': right('看谁在班、谁候补、谁来了 / See who is in a shift, who waits, and who came', {
      VOLUNTEER: 'always',
      ...staff('always'),
    }),
    'volunteer.readName': right('看到是志愿者及其姓名 / See that somebody is a volunteer, and their name', {
      RESIDENT: 'named',
      VOLUNTEER: 'always',
      ...staff('always'),
      PARTNER: { scope: 'volunteers:read', needsConsent: true },
    }),
    'post.show': right('给来的人出示岗位的签到码 / Show the code of a post to those who come', {
      VOLUNTEER: 'captain',
      GRID_WORKER: 'always',
      OFFICER: 'always',
      ...desk,
      PROPERTY: 'always',
    }),
    'volunteer.apply': right('申请当志愿者 / Apply to be a volunteer', residents('own')),
    'volunteer.read': right('看申请、培训和保险 / See somebody’s application, training and insurance', {
      ...residents('own'),
      GRID_WORKER: 'always',
      ...officers,
    }),
    'volunteer.readHealth': right('看本人告知的健康情况 / See what they have confided about their health', {
      ...residents('own'),
      ...officers,
    }),
    'payRule.manage': right('规定班次的积分 / Say what shifts earn', { COMMANDER: 'always' }),
    'volunteer.manage': right(
      '审核申请、登记培训和保险、管理队伍和岗位 / Decide on applications, certify training, note insurance, run teams and posts',
      officers,
    ),
  },
  can: {
    serveShifts: ['shift.serve', '参加志愿班次、签到签退 / Join shifts, check in and out'],
    manageShifts: ['shift.manage', '安排志愿班次 / Create and change shifts'],
    manageVolunteers: ['volunteer.manage', '审核志愿者、登记培训和保险 / Review volunteers, record training and insurance'],
    showPosts: ['post.show', '显示执勤点签到码 / Show the code of a post'],
  },
  audits: {
    'volunteer.review': '审核了志愿者申请 / Reviewed a volunteer application',
    'volunteer.readHealth': '查看了健康提示 / Viewed a health note',
    'attendance.correct': '更正了签到时间 / Corrected the times of a shift',
  },
  notices: {
    SHIFT_REMINDER: {
      means: '班次快到了 / A shift starts soon',
      says: ({ title, when }) =>
        say(
          `提醒：“${title}”${when} 开始。来不了请尽早退出或换班。`,
          `Reminder: “${title}” starts ${when}. If you cannot come, leave or swap it soon.`,
        ),
      leadsTo: shiftPage,
    },
    SHIFT_PROMOTED: {
      means: '候补递补 / Moved up from the wait-list',
      says: ({ title, when }) =>
        say(
          `有人退出，您已从候补递补进“${title}”（${when}）。`,
          `Someone left: you have moved up from the wait-list into “${title}” (${when}).`,
        ),
      leadsTo: shiftPage,
    },
    SHIFT_CANCELLED: {
      means: '班次取消 / A shift was cancelled',
      says: ({ title, when, reason }) => say(`“${title}”（${when}）取消了：${reason}`, `“${title}” (${when}) was cancelled: ${reason}`),
      leadsTo: shiftPage,
    },
    SHIFT_LEFT_LATE: {
      means: '有人临时退出，告知队长 / Someone left at short notice: for the captain',
      says: ({ title, when }) =>
        say(
          `有人临时退出“${title}”（${when}），现在有空缺。`,
          `Someone left “${title}” (${when}) at short notice. There is a place to fill.`,
        ),
      leadsTo: shiftPage,
    },
    SHIFT_INVITED: {
      means: '邀请补缺 / Invited to fill a gap',
      says: ({ title, when }) => say(`队里邀请您参加“${title}”（${when}）。`, `Your team invites you to “${title}” (${when}).`),
      leadsTo: shiftPage,
    },
    SWAP_ASKED: {
      means: '请求换班 / Asked to swap',
      says: ({ title, when }) =>
        say(`有人想请您顶班或换班：“${title}”（${when}）。`, `Someone asks you to take over or swap “${title}” (${when}).`),
      leadsTo: shiftPage,
    },
    SWAP_ACCEPTED: {
      means: '同意换班 / The other person agreed to swap',
      says: ({ title, when }) => say(`对方同意了：“${title}”（${when}）已换好。`, `They agreed: “${title}” (${when}) has been swapped.`),
      leadsTo: shiftPage,
    },
    SWAP_DECLINED: {
      means: '不能换班 / The other person cannot come',
      says: ({ title, when }) =>
        say(`对方来不了：“${title}”（${when}）仍是您的班。`, `They cannot come: “${title}” (${when}) is still your shift.`),
      leadsTo: shiftPage,
    },
    INSURANCE_LAPSES: {
      means: '保险快到期 / Insurance expires soon',
      says: ({ title, when }) =>
        say(
          `您的志愿者保险（${title}）${when} 到期。请找社区民警续上，到期后不能上岗。`,
          `Your volunteer insurance (${title}) expires on ${when}. Ask your officer to renew it; you cannot serve without it.`,
        ),
      leadsTo: () => '/volunteer',
      isOfADay: true,
    },
    TRAINING_LAPSES: {
      means: '培训快到期 / Training expires soon',
      says: ({ title, when }) =>
        say(
          `您的培训“${title}”${when} 到期。请报名新一场培训。`,
          `Your training “${title}” expires on ${when}. Sign up for a new session.`,
        ),
      leadsTo: () => '/training',
      isOfADay: true,
    },
    VOLUNTEER_REVIEWED: {
      means: '志愿者申请已审核 / An application was reviewed',
      says: ({ reason }) =>
        reason
          ? say(`志愿者申请未通过：${reason}`, `Your volunteer application was not approved: ${reason}`)
          : say('志愿者申请已通过，可以报名班次了。', 'Your volunteer application was approved. You can now join shifts.'),
      leadsTo: () => '/volunteer',
    },
  },
  waits: {
    VOLUNTEER_TO_REVIEW: {
      means: '审核志愿者 / Review a volunteer',
      may: 'volunteer.manage',
      topics: [VOLUNTEER_DESK_TOPIC],
      reads: async () => (await import('./waits.ts')).toReview,
    },
    SERVICE_TO_CHECK: {
      means: '核对签退 / Review a check-out',
      may: 'shift.manage',
      topics: [VOLUNTEER_DESK_TOPIC],
      reads: async () => (await import('./waits.ts')).toCheck,
    },
  },
  exports: { '/calendar/:secret.ics': async () => (await import('./people/calendar.ts')).exportCalendar },
  tables: [
    'volunteer',
    'insurance',
    'equipment',
    'team',
    'team_member',
    'training_course',
    'training_certificate',
    'training_session',
    'training_signup',
    'duty_post',
    'shift_series',
    'shift',
    'shift_signup',
    'shift_swap',
    'shift_invitation',
    'attendance',
    'points_rule',
  ],
  publishes: ['attendance', 'duty_post', 'shift', 'shift_signup', 'team', 'training_certificate', 'training_course', 'volunteer'],
  holds: volunteerHolds,
  hears: { 'resident.leaves': async () => (await import('./hears.ts')).onLeaving },
  jobs: async () => (await import('./jobs.ts')).jobs,
});
