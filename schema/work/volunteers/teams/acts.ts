import { RIGHTS_TOPIC } from '../../../frame/access/viewer.ts';
import type { Context } from '../../../frame/context.ts';
import { choice, flag, group, optional, row, text, type ValuesOf } from '../../../frame/inputs.ts';
import { gives, mutation } from '../../../frame/mutation.ts';
import { Conflict, conflict, isRefusal } from '../../../frame/refusals.ts';
import { say } from '../../../frame/speech.ts';
import { TeamKindEnum } from '../enums.ts';
import { ownTeam, version, volunteer } from '../inputs.ts';
import { teamLoader } from '../loaders.ts';
import type { VolunteerRow } from '../people/store.ts';
import { courseGone, refusals, teamGone, volunteerGone } from '../refusals.ts';
import type { CourseRow } from '../training/store.ts';
import { Team } from './graph.ts';
import { addMember, changeTeam, insertTeam, removeMember, type TeamRow } from './store.ts';

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
