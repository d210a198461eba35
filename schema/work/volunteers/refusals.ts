// Why volunteers cannot join, serve, swap or train, and why their captains cannot plan.
import type { VolunteerSkill } from '../../../prisma/client/enums.ts';
import { type NotEnough, PointsNotEnough } from '../../commons/points/refusals.ts';
import { conflict, forbidden, invalid, notFound, refusalKind, refuse, tells } from '../../frame/refusals.ts';
import { moment, type Say, say } from '../../frame/speech.ts';
import { SKILLS } from './enums.ts';
import type { PostRow, ShiftRow } from './shifts/store.ts';

export const ShiftFull = refusalKind('ShiftFull', '班次已满，可以排候补 / The shift is full; there is a wait-list');
export const ShiftNotOpen = refusalKind('ShiftNotOpen', '班次已开始、已结束或已取消 / The shift has started, is over, or was cancelled');
export const ShiftNotJoined = refusalKind('ShiftNotJoined', '没有报名这个班次 / You have not joined the shift');
export const ShiftCapacity = refusalKind('ShiftCapacity', '已报名的人比名额多 / More people have joined than there would be places');
export const PlaceWaitedFor = refusalKind(
  'PlaceWaitedFor',
  '已有人候补，退出即自动递补 / Others are on the wait-list: leaving gives them the place',
);
const SkillMissing = refusalKind('SkillMissing', '缺少所需技能 / A required skill is missing');
const TrainingMissing = refusalKind('TrainingMissing', '没有所需培训，或已过期 / The required training is missing or has expired');
const InsuranceMissing = refusalKind('InsuranceMissing', '班次时间内没有保险 / No insurance covers the time of the shift');
export const CheckInTime = refusalKind('CheckInTime', '不在签到时间内 / Outside the check-in time');
export const CheckInCodeWrong = refusalKind('CheckInCodeWrong', '签到码不对 / The code is wrong');
export const CheckInCodeExpired = refusalKind('CheckInCodeExpired', '签到码已过期 / The code has expired');
export const CheckInCodeUsed = refusalKind('CheckInCodeUsed', '签到码已用过 / The code was already used');
export const CheckInElsewhere = refusalKind('CheckInElsewhere', '是别处的签到码 / The code belongs to another post');
export const NotCheckedIn = refusalKind('NotCheckedIn', '还没有签到 / Not checked in');
export const CheckOutClosed = refusalKind('CheckOutClosed', '已由系统签退 / Already checked out automatically');
export const TrainingFull = refusalKind('TrainingFull', '培训已报满 / The training is full');
export const TrainingNotOpen = refusalKind(
  'TrainingNotOpen',
  '培训已开始、还没开始或已取消 / The training has started, has not started, or was cancelled',
);

/** Its field is in shifts.ts, with the type of shifts. */
export const ShiftOverlap = refusalKind(
  'ShiftOverlap',
  '与已报名的班次时间重叠 / It overlaps another shift you have joined',
  tells<{ other: ShiftRow | undefined }>(() => ({})),
);

export const CheckInTooFar = refusalKind(
  'CheckInTooFar',
  '离执勤点太远 / Too far from the post',
  tells<{ metres: number }>((t) => ({ metres: t.exposeInt('metres', { description: '离执勤点多少米 / Metres from the post' }) })),
);

/** What somebody lacks for a shift. */
export const UNFIT = [SkillMissing, TrainingMissing, InsuranceMissing] as const;
export type UnfitName = (typeof UNFIT)[number]['name'];

export const routeGone = say('没有找到这条巡逻路线，可能已停用。', 'Route not found. It may have been retired.');
export const teamGone = say('没有找到这支志愿队。', 'Team not found.');
export const shiftGone = say('没有找到这个班次。', 'Shift not found.');
export const postGone = say('没有找到这个执勤点。', 'Post not found.');
export const courseGone = say('没有找到这门培训。', 'Course not found.');
export const sessionGone = say('没有找到这场培训。', 'Training not found.');
export const volunteerGone = say('没有找到这位志愿者。', 'Volunteer not found.');
export const swapGone = say('没有找到这个换班请求，可能已经收回。', 'Swap request not found. It may have been withdrawn.');
export const equipmentGone = say('没有找到这件装备，可能已经归还。', 'Equipment not found. It may have been returned.');
export const notYourTeam = say(
  '只有队长、网格员和民警可以安排这支队的班次。',
  'Only the captain, grid workers and officers can plan this team’s shifts.',
);
export const inThePast = say('开始时间须在将来。', 'Choose a start time in the future.');
export const evidenceMissing = say('请扫签到码、输入签到码，或允许使用位置。', 'Scan the code, type it, or allow use of your location.');

const skillNames = (skills: readonly VolunteerSkill[]): Say => {
  const names = skills.map((skill) => SKILLS[skill].split(' / '));
  return say(names.map(([zh]) => zh).join('、'), names.map(([, en]) => en).join(', '));
};

export const ruleInThePast = say(
  '规则只能从将来某个时候起生效：已开始的班次按原规则算。',
  'Choose a start time in the future: shifts that have begun keep their rule.',
);
export const ruleThere = say(
  '这种志愿队从这个时间起已有一条规则，请换个时间。',
  'There is already a rule for this kind of team from that time on. Choose another time.',
);

export const refusals = {
  notServed: refuse(
    NotCheckedIn,
    say('这位志愿者没有在这个班次签到签退，不能评价。', 'This volunteer has not checked in and out of this shift, so cannot be evaluated.'),
  ),
  teamNotFound: notFound(teamGone),
  shiftNotFound: notFound(shiftGone),
  seriesNotFound: notFound(say('没有找到这组重复班次，可能已经停止。', 'Series not found. It may have been stopped.')),
  courseNotFound: notFound(courseGone),
  volunteerNotFound: notFound(volunteerGone),
  swapNotFound: notFound(swapGone),
  equipmentNotFound: notFound(equipmentGone),
  notInvited: notFound(say('没有找到这个邀请。', 'Invitation not found.')),
  notEnrolled: notFound(say('没有报名这场培训。', 'Not signed up for this training.')),

  notYourTeam: forbidden(notYourTeam),
  notOneself: forbidden(
    say('不能评价或更正自己，请民警或网格员来办。', 'You cannot evaluate or correct yourself. Ask an officer or a grid worker.'),
  ),

  full: refuse(
    ShiftFull,
    say(
      '这个班次刚刚报满。可以排候补，有人退出会自动递补。',
      'This shift has just filled up. You can join its wait-list and will move up when someone leaves.',
    ),
  ),
  noGap: refuse(ShiftFull, say('这个班次没有空缺，不用邀请。', 'This shift is full, so no invitations are needed.')),
  overlap: (other: ShiftRow | undefined) =>
    refuse(
      ShiftOverlap,
      (speech) => {
        const [title, time] = other ? [other.title, moment(other.startsAt, speech)] : ['', ''];
        return say(
          `与您已报名的“${title}”（${time}）时间重叠。请先退出那一个。`,
          `This overlaps “${title}” (${time}), which you have joined. Leave that shift first.`,
        )(speech);
      },
      { other },
    ),
  cancelled: refuse(ShiftNotOpen, say('这个班次已取消。', 'This shift was cancelled.')),
  begun: refuse(
    ShiftNotOpen,
    say(
      '这个班次已经开始，不能再报名或退出。有事请联系队长。',
      'This shift has started, so you cannot join or leave it now. Contact the captain if something has come up.',
    ),
  ),
  hasCheckedIn: refuse(
    ShiftNotOpen,
    say('已有人签到或班次已结束，不能取消。', 'The shift cannot be cancelled: someone has checked in, or it is over.'),
  ),
  shiftChanged: conflict(
    say(
      '这个班次刚被别人修改，请看过现在的内容再改。',
      'Someone else has just changed this shift. Check the current version before you change it.',
    ),
  ),
  capacity: (joined: number) =>
    refuse(
      ShiftCapacity,
      say(`已有 ${joined} 人报名，名额不能比这更少。`, `${joined} people have joined, so there must be at least that many places.`),
    ),
  notJoined: refuse(
    ShiftNotJoined,
    say('您没有报名这个班次，或还在候补。', 'You have not joined this shift, or are still on its wait-list.'),
  ),

  skillMissing: (skills: readonly VolunteerSkill[]) =>
    refuse(SkillMissing, (speech) => {
      const names = skillNames(skills)(speech);
      return say(
        `这个班次需要：${names}。会的话，请在志愿者资料里添上。`,
        `This shift requires: ${names}. If you have the skill, add it to your volunteer profile.`,
      )(speech);
    }),
  trainingMissing: (course: string) =>
    refuse(TrainingMissing, say(`须先参加培训“${course}”，合格且未过期才能上岗。`, `You need a valid certificate for “${course}” first.`)),
  insuranceMissing: refuse(
    InsuranceMissing,
    say(
      '班次期间没有有效的志愿者保险。请联系民警登记保险。',
      'You have no valid volunteer insurance for this shift. Ask your officer to add it.',
    ),
  ),

  tooEarly: (opensAt: Date) =>
    refuse(CheckInTime, (speech) => {
      const time = moment(opensAt, speech);
      return say(`还没到签到时间，请在 ${time} 以后签到。`, `It is too early to check in. Check in after ${time}.`)(speech);
    }),
  over: refuse(CheckInTime, say('这个班次已经结束，不能再签到。', 'This shift is over, so you can no longer check in.')),
  timeWrong: refuse(
    CheckInTime,
    say(
      '签到时间与实际不符，请检查手机时间；补传须在两天以内。',
      'The check-in time cannot be right. Check your phone’s clock; times recorded offline are accepted for two days.',
    ),
  ),
  codeWrong: refuse(
    CheckInCodeWrong,
    say('签到码不对，请看清屏幕上的 6 位码再输一次。', 'The code is wrong. Look at the six characters on the screen and type them again.'),
  ),
  codeOwn: refuse(
    CheckInCodeWrong,
    say('队长看得到签到码，所以请您自己用位置签到。', 'Captains can see the codes, so please check in with your location.'),
  ),
  codeExpired: refuse(
    CheckInCodeExpired,
    say('这个签到码已过期，请用屏幕上最新的码。', 'This code has expired. Use the latest one on the screen.'),
  ),
  codeUsed: refuse(
    CheckInCodeUsed,
    say('这个码签到时已用过，签退请用屏幕上最新的码。', 'You checked in with this code. To check out, use the latest one on the screen.'),
  ),
  codeElsewhere: ({ name }: PostRow) =>
    refuse(
      CheckInElsewhere,
      say(`这是“${name}”的签到码，不是这个班次的执勤点。`, `This is the code for “${name}”, not for this shift’s post.`),
    ),
  tooFar: ({ metres, radiusMetres }: { metres: number; radiusMetres: number }) =>
    refuse(
      CheckInTooFar,
      say(
        `您离执勤点约 ${metres} 米，须在 ${radiusMetres} 米以内。走近些再试，或扫签到码。`,
        `You are about ${metres} m from the post and must be within ${radiusMetres} m. Move closer and try again, or scan the code.`,
      ),
      { metres },
    ),
  noEvidence: invalid({ path: ['code'], code: 'EMPTY', says: evidenceMissing }),
  notCheckedIn: refuse(NotCheckedIn, say('您还没有签到，不能签退。', 'You have not checked in, so you cannot check out.')),
  checkOutClosed: refuse(
    CheckOutClosed,
    say(
      '这个班次早已结束，系统已替您签退。时间不对请告诉队长。',
      'This shift ended long ago and you were checked out automatically. Tell the captain if the time is wrong.',
    ),
  ),

  nothingToCorrect: refuse(
    NotCheckedIn,
    say(
      '这位志愿者没有在这个班次签到签退，不能更正。',
      'This volunteer has not checked in and out of this shift, so there is nothing to correct.',
    ),
  ),
  timesWrong: invalid({
    path: ['outAt'],
    code: 'OUT_OF_RANGE',
    says: say(
      '时间须在班次前后合理范围内：先签到、后签退，且不能在将来。',
      'The times must be close to the shift, with check-in before check-out, and not in the future.',
    ),
  }),
  alreadySpent: ({ balance, points }: NotEnough) =>
    refuse(
      PointsNotEnough,
      say(
        `更正会收回积分，但这位志愿者只剩 ${balance} 分。`,
        `The correction would take points back, but this volunteer has only ${balance} left.`,
      ),
      { balance, points },
    ),

  placeWaitedFor: refuse(
    PlaceWaitedFor,
    say(
      '已有人候补这个班次，您直接退出就好，会自动递补。',
      'Others are on the wait-list for this shift. Just leave it: the first of them gets your place.',
    ),
  ),
  otherNotJoined: refuse(
    ShiftNotJoined,
    say('对方已不在那个班次里了，请另选。', 'The other volunteer is no longer in that shift. Choose another shift.'),
  ),
  swapAsked: conflict(say('已经问过这位志愿者了，请等答复。', 'You have already asked this volunteer. Please wait for the answer.')),
  swapAnswered: conflict(say('这个换班请求已经答复或收回。', 'This swap request has been answered or withdrawn.')),

  sessionFull: refuse(TrainingFull, say('这场培训已报满，请看看别的场次。', 'This training is full. Choose another session.')),
  sessionBegun: refuse(
    TrainingNotOpen,
    say('这场培训已经开始或已取消，不能再报名或退出。', 'This training has started or was cancelled, so you cannot join or leave it now.'),
  ),
  sessionNotBegun: refuse(
    TrainingNotOpen,
    say('培训还没开始，到时再登记谁来了。', 'The training has not started. Record attendance once it has.'),
  ),
} as const;
