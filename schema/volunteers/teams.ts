// How teams and posts are run: founded, changed, who is in them; and whether a volunteer wants to be named.
import { residentOf } from '../access/callers.ts';
import { RIGHTS_TOPIC } from '../access/viewer.ts';
import type { Context } from '../context.ts';
import { choice, flag, group, optional, plain, row, text, type ValuesOf, whole } from '../frame/inputs.ts';
import { gives, mutation } from '../frame/mutation.ts';
import { Conflict, conflict, Invalid, invalid, isRefusal, NotFound } from '../frame/refusals.ts';
import { say } from '../frame/speech.ts';
import { pointWrong } from '../grids/refusals.ts';
import { isOnEarth } from '../grids/rules.ts';
import { findGridAt } from '../grids/store.ts';
import { TeamKindEnum } from './enums.ts';
import { COORDINATES, ownTeam, version, volunteer } from './inputs.ts';
import { teamLoader } from './loaders.ts';
import { Team } from './people.ts';
import { courseGone, refusals, teamGone, volunteerGone } from './refusals.ts';
import { person, reread } from './reviews.ts';
import { DutyPost } from './shifts.ts';
import type { PostRow } from './shifts-store.ts';
import { addMember, type CourseRow, type TeamRow, type VolunteerRow } from './store.ts';
import { changeTeam, insertPost, insertTeam, removeMember, setNamed } from './teams-store.ts';

const team = gives<{ team: TeamRow }>((t) => ({ team: t.expose('team', { type: Team, description: '现在的样子 / As it is now' }) }));

const CONTENT = {
  kind: choice(TeamKindEnum, '种类 / Kind'),
  name: text(2, 40, '队名 / Name'),
  description: text(0, 300, '介绍 / Description', { isMultiline: true }),
  captainId: optional(row<VolunteerRow>('Volunteer', '队长的志愿者编号 / ID of the captain', volunteerGone)),
  courseId: optional(row<CourseRow>('TrainingCourse', '须先参加的培训 / ID of the training required for its shifts', courseGone)),
  needsInsurance: flag(false, '是否须有保险 / Whether its shifts require insurance'),
};
const content = group('TeamContent', { type: '志愿队的资料 / Details of a team', says: '资料 / Details of the team' }, CONTENT);
const nameTaken = say('已有同名的志愿队，请换个名称。', 'A team with this name exists. Choose another name.');
const teamChanged = say(
  '这支队的资料刚被别人修改，请看过现在的内容再改。',
  'Someone else has just changed this team. Check the current version before you change it.',
);

/** The content as it is stored; a refusal: its captain is not in service. */
function contentOf({ captainId: captain, courseId: course, ...content }: ValuesOf<typeof CONTENT>) {
  if (captain && captain.status !== 'ACTIVE') return refusals.volunteerNotFound;
  return { ...content, captainId: captain?.id ?? null, courseId: course?.id ?? null };
}

mutation('teamCreate', {
  says: '新建志愿队 / Creates a team',
  may: 'volunteer.manage',
  input: { content },
  done: '已建队 / Created',
  gives: team,
  refuses: [Conflict],
  async do({ content }, { services: { pool, clock, live }, requestUuid: id }) {
    const stored = contentOf(content);
    if (isRefusal(stored)) return stored;
    const team = await insertTeam(pool, { id, ...stored, now: clock.now() });
    if (!team) return conflict(nameTaken);
    live.touch([RIGHTS_TOPIC]);
    return { team };
  },
});

mutation('teamChange', {
  says: '修改志愿队、更换队长 / Changes a team or its captain',
  may: 'volunteer.manage',
  input: { teamId: row<TeamRow>('Team', '队编号 / ID of the team', teamGone), expectedVersion: version, content },
  done: '已修改 / Changed',
  gives: team,
  refuses: [Conflict],
  async do({ teamId: { id }, expectedVersion, content }, { services: { pool, clock, live } }) {
    const stored = contentOf(content);
    if (isRefusal(stored)) return stored;
    const team = await changeTeam(pool, { id, expectedVersion, ...stored, now: clock.now() });
    if (team === 'name-taken') return conflict(nameTaken);
    if (!team) return conflict(teamChanged);
    live.touch([RIGHTS_TOPIC]);
    return { team };
  },
});

mutation('teamMemberAdd', {
  says: '让志愿者入队 / Adds a volunteer to a team',
  may: 'shift.manage',
  input: { teamId: ownTeam, volunteerId: volunteer },
  done: '已入队 / Added',
  gives: team,
  refuses: [],
  async do({ teamId: { id }, volunteerId: member }, context) {
    const { pool, clock } = context.services;
    if (member.status !== 'ACTIVE') return refusals.volunteerNotFound;
    await addMember(pool, id, member.id, clock.now());
    return rereadTeam(id, context);
  },
});

mutation('teamMemberRemove', {
  says: '让志愿者离队；已报的班次不变 / Removes a volunteer from a team; places already taken in shifts stay',
  may: 'shift.manage',
  input: { teamId: ownTeam, volunteerId: volunteer },
  done: '已离队 / Removed',
  gives: team,
  refuses: [],
  async do({ teamId: { id }, volunteerId: member }, context) {
    await removeMember(context.services.pool, id, member.id);
    return rereadTeam(id, context);
  },
});

/** As it is after somebody came or went. */
async function rereadTeam(id: string, context: Context): Promise<{ team: TeamRow }> {
  context.services.live.touch([RIGHTS_TOPIC]); // who leads it may have changed
  return { team: (await teamLoader(context).clear(id).load(id)) as TeamRow };
}

const postNameTaken = say('已有同名的执勤点，请换个名称。', 'A post with this name exists. Choose another name.');

mutation('dutyPostCreate', {
  says: '新设执勤点 / Creates a duty post',
  may: 'volunteer.manage',
  input: {
    name: text(2, 40, '名称 / Name'),
    ...COORDINATES,
    radiusMetres: whole(20, 2000, '多少米以内可凭位置签到 / Distance in metres within which a location is accepted', { otherwise: 150 }),
  },
  done: '已设好 / Created',
  gives: gives<{ post: PostRow }>((t) => ({ post: t.expose('post', { type: DutyPost, description: '执勤点 / The post' }) })),
  refuses: [Invalid, Conflict],
  async do(content, { services, requestUuid: id }) {
    if (!isOnEarth(content)) return invalid({ path: ['longitude'], code: 'OUT_OF_RANGE', says: pointWrong });
    const grid = await findGridAt(services.prisma, content);
    const post = await insertPost(services.pool, { id, gridId: grid?.id ?? null, ...content });
    return post ? { post } : conflict(postNameTaken);
  },
});

mutation('volunteerNaming', {
  says: '是否愿意在荣誉榜上署名；随时可改 / Whether to be named where volunteers are honoured; can be changed at any time',
  may: 'shift.serve',
  input: {
    isNamed: plain<boolean>((t) =>
      t.boolean({ required: true, description: '在荣誉榜、排行和表扬墙上署名 / In honours, standings and praise' }),
    ),
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
