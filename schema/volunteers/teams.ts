// How teams and posts are run: founded, changed, who is in them; and whether a volunteer wants to be named.
import { z } from 'zod';
import { residentOf } from '../access/callers.ts';
import { may } from '../access/may.ts';
import { RIGHTS_TOPIC } from '../access/viewer.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { ConflictError, type ErrorShape, errorsIn, ForbiddenError, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { isOnEarth } from '../grids/rules.ts';
import { findGridAt } from '../grids/store.ts';
import { visibleNode } from '../relay/graph.ts';
import { personText } from '../text.ts';
import { fieldErrors } from '../validation.ts';
import { TeamKindEnum } from './enums.ts';
import { teamLoader } from './loaders.ts';
import { Team, Volunteer } from './people.ts';
import { reread, volunteerOf } from './reviews.ts';
import { DutyPost } from './shifts.ts';
import type { PostRow } from './shifts-store.ts';
import { addMember, type CourseRow, type TeamRow, type VolunteerRow } from './store.ts';
import { changeTeam, insertPost, insertTeam, removeMember, setNamed, type TeamContent } from './teams-store.ts';
import { volunteerWords } from './words.ts';

const ContentInput = builder.inputType('TeamContent', {
  description: '志愿队的资料 / Details of a team',
  fields: (t) => ({
    kind: t.field({ type: TeamKindEnum, required: true, description: '种类 / Kind' }),
    name: t.string({ required: true, description: '队名，2–40 字 / Name' }),
    description: t.string({ defaultValue: '', description: '介绍，最多 300 字 / Description' }),
    captainId: t.id({ description: '队长的志愿者编号 / ID of the captain' }),
    courseId: t.id({ description: '须先参加的培训 / ID of the training required for its shifts' }),
    needsInsurance: t.boolean({ defaultValue: false, description: '是否须有保险 / Whether its shifts require insurance' }),
  }),
});

const CreateInput = builder.inputType('TeamCreateInput', {
  description: '新建志愿队 / A new team',
  fields: (t) => ({ content: t.field({ type: ContentInput, required: true, description: '资料 / Details of the team' }) }),
});

const ChangeInput = builder.inputType('TeamChangeInput', {
  description: '修改志愿队 / A change to a team',
  fields: (t) => ({
    teamId: t.id({ required: true, description: '队编号 / ID of the team' }),
    expectedVersion: t.int({ required: true, description: '看到的版本 / The version the change is based on' }),
    content: t.field({ type: ContentInput, required: true, description: '资料 / Details of the team' }),
  }),
});

const memberInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      teamId: t.id({ required: true, description: '队编号 / ID of the team' }),
      volunteerId: t.id({ required: true, description: '志愿者编号 / ID of the volunteer' }),
    }),
  });
const MemberAddInput = memberInput('TeamMemberAddInput', '谁入哪支队 / The team and its new member');
const MemberRemoveInput = memberInput('TeamMemberRemoveInput', '谁离哪支队 / The team and the member to remove');

const PostInput = builder.inputType('DutyPostCreateInput', {
  description: '新设执勤点 / A new post',
  fields: (t) => ({
    name: t.string({ required: true, description: '名称，2–40 字 / Name' }),
    longitude: t.float({ required: true, description: '经度，WGS 84 / Longitude' }),
    latitude: t.float({ required: true, description: '纬度，WGS 84 / Latitude' }),
    radiusMetres: t.int({
      defaultValue: 150,
      description: '多少米以内可凭位置签到，20–2000 / Distance in metres within which a location is accepted',
    }),
  }),
});

const NamingInput = builder.inputType('VolunteerNamingInput', {
  description: '是否愿意署名 / Whether the volunteer agrees to be named',
  fields: (t) => ({
    isNamed: t.boolean({ required: true, description: '在荣誉榜、排行和表扬墙上署名 / In honours, standings and praise' }),
  }),
});

interface TeamSuccess {
  typename: string;
  team: TeamRow;
}

const teamSuccess = (name: string, description: string) =>
  builder.objectRef<TeamSuccess>(name).implement({
    description,
    fields: (t) => ({ team: t.expose('team', { type: Team, description: '现在的样子 / As it is now' }) }),
  });

const PostSuccess = builder.objectRef<{ typename: string; post: PostRow }>('DutyPostCreateSuccess').implement({
  description: '已设好 / Created',
  fields: (t) => ({ post: t.expose('post', { type: DutyPost, description: '执勤点 / The post' }) }),
});

const NamingSuccess = builder.objectRef<{ typename: string; volunteer: VolunteerRow }>('VolunteerNamingSuccess').implement({
  description: '已记下 / Recorded',
  fields: (t) => ({ volunteer: t.expose('volunteer', { type: Volunteer, description: '本人 / The volunteer' }) }),
});

const LIMITS: Record<string, [number, number]> = { name: [2, 40], description: [0, 300] };
const teamText = z.object({ name: personText({ min: 2, max: 40 }), description: personText({ min: 0, max: 300, isMultiline: true }) });
const postText = z.object({ name: personText({ min: 2, max: 40 }) });
const MOST_METRES = 2000;
const LEAST_METRES = 20;

/** The content as it is stored, or what is wrong with it. */
async function contentOf(content: typeof ContentInput.$inferInput, context: Context): Promise<TeamContent | ErrorShape> {
  const { language } = context;
  const words = volunteerWords(language);
  const text = teamText.safeParse({ name: content.name, description: content.description ?? '' });
  if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
  const captain = content.captainId ? await visibleNode<VolunteerRow>('Volunteer', content.captainId, context) : null;
  if (content.captainId && captain?.status !== 'ACTIVE') return errorsIn(language).notFound(words.volunteerNotFound);
  const course = content.courseId ? await visibleNode<CourseRow>('TrainingCourse', content.courseId, context) : null;
  if (content.courseId && !course) return errorsIn(language).notFound(words.courseNotFound);
  const { kind } = content;
  return {
    ...text.data,
    kind,
    captainId: captain?.id ?? null,
    courseId: course?.id ?? null,
    needsInsurance: content.needsInsurance ?? false,
  };
}

/** A team that the caller leads, and a volunteer; or why not. */
async function membershipOf(
  input: { teamId: string; volunteerId: string },
  context: Context,
): Promise<{ team: TeamRow; volunteer: VolunteerRow } | ErrorShape> {
  const { language } = context;
  const words = volunteerWords(language);
  const team = await visibleNode<TeamRow>('Team', input.teamId, context);
  if (!team) return errorsIn(language).notFound(words.teamNotFound);
  if (!may(context, 'shift.manage', { teamId: team.id })) return errorsIn(language).forbidden(words.mayNotPlan);
  const volunteer = await volunteerOf(input.volunteerId, context);
  return 'typename' in volunteer ? volunteer : { team, volunteer };
}

/** As it is after somebody came or went. */
async function rereadTeam(id: string, typename: string, context: Context): Promise<TeamSuccess> {
  context.services.live.touch([RIGHTS_TOPIC]); // who leads it may have changed
  return { typename, team: (await teamLoader(context).clear(id).load(id)) as TeamRow };
}

builder.mutationFields((t) => ({
  teamCreate: t.field({
    description: '新建志愿队 / Creates a team',
    authScopes: { may: 'volunteer.manage' },
    type: resultUnion('TeamCreate', teamSuccess('TeamCreateSuccess', '已建队 / Created'), [ValidationError, NotFoundError, ConflictError]),
    args: { input: t.arg({ type: CreateInput, required: true, description: '队 / The team' }) },
    resolve: async (_root, { input }, context): Promise<TeamSuccess | ErrorShape> => {
      const { language, services, requestUuid } = context;
      const content = await contentOf(input.content, context);
      if ('typename' in content) return content;
      const team = await insertTeam(services.pool, { id: requestUuid, ...content, now: services.clock.now() });
      if (!team) return errorsIn(language).conflict(volunteerWords(language).teamNameTaken);
      services.live.touch([RIGHTS_TOPIC]);
      return { typename: 'TeamCreateSuccess', team };
    },
  }),
  teamChange: t.field({
    description: '修改志愿队、更换队长 / Changes a team or its captain',
    authScopes: { may: 'volunteer.manage' },
    type: resultUnion('TeamChange', teamSuccess('TeamChangeSuccess', '已修改 / Changed'), [ValidationError, NotFoundError, ConflictError]),
    args: { input: t.arg({ type: ChangeInput, required: true, description: '修改 / The change' }) },
    resolve: async (_root, { input }, context): Promise<TeamSuccess | ErrorShape> => {
      const { language, services } = context;
      const words = volunteerWords(language);
      const content = await contentOf(input.content, context);
      if ('typename' in content) return content;
      const known = await visibleNode<TeamRow>('Team', input.teamId, context);
      if (!known) return errorsIn(language).notFound(words.teamNotFound);
      const team = await changeTeam(services.pool, {
        id: known.id,
        expectedVersion: input.expectedVersion,
        ...content,
        now: services.clock.now(),
      });
      if (team === 'name-taken') return errorsIn(language).conflict(words.teamNameTaken);
      if (!team) return errorsIn(language).conflict(words.teamChanged);
      services.live.touch([RIGHTS_TOPIC]);
      return { typename: 'TeamChangeSuccess', team };
    },
  }),
  teamMemberAdd: t.field({
    description: '让志愿者入队 / Adds a volunteer to a team',
    authScopes: { may: 'shift.manage' },
    type: resultUnion('TeamMemberAdd', teamSuccess('TeamMemberAddSuccess', '已入队 / Added'), [NotFoundError, ForbiddenError]),
    args: { input: t.arg({ type: MemberAddInput, required: true, description: '谁 / The team and the volunteer' }) },
    resolve: async (_root, { input }, context): Promise<TeamSuccess | ErrorShape> => {
      const found = await membershipOf(input, context);
      if ('typename' in found) return found;
      const { team, volunteer } = found;
      const { pool, clock } = context.services;
      if (volunteer.status !== 'ACTIVE') return errorsIn(context.language).notFound(volunteerWords(context.language).volunteerNotFound);
      await addMember(pool, team.id, volunteer.id, clock.now());
      return rereadTeam(team.id, 'TeamMemberAddSuccess', context);
    },
  }),
  teamMemberRemove: t.field({
    description: '让志愿者离队；已报的班次不变 / Removes a volunteer from a team; places already taken in shifts stay',
    authScopes: { may: 'shift.manage' },
    type: resultUnion('TeamMemberRemove', teamSuccess('TeamMemberRemoveSuccess', '已离队 / Removed'), [NotFoundError, ForbiddenError]),
    args: { input: t.arg({ type: MemberRemoveInput, required: true, description: '谁 / The team and the volunteer' }) },
    resolve: async (_root, { input }, context): Promise<TeamSuccess | ErrorShape> => {
      const found = await membershipOf(input, context);
      if ('typename' in found) return found;
      await removeMember(context.services.pool, found.team.id, found.volunteer.id);
      return rereadTeam(found.team.id, 'TeamMemberRemoveSuccess', context);
    },
  }),
  dutyPostCreate: t.field({
    description: '新设执勤点 / Creates a duty post',
    authScopes: { may: 'volunteer.manage' },
    type: resultUnion('DutyPostCreate', PostSuccess, [ValidationError, ConflictError]),
    args: { input: t.arg({ type: PostInput, required: true, description: '执勤点 / The post' }) },
    resolve: async (_root, { input }, context): Promise<{ typename: string; post: PostRow } | ErrorShape> => {
      const { language, services, requestUuid } = context;
      const words = volunteerWords(language);
      const text = postText.safeParse({ name: input.name });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      const { longitude, latitude } = input;
      const radiusMetres = input.radiusMetres ?? 150;
      if (!isOnEarth({ longitude, latitude })) return errorsIn(language).invalidField('longitude', 'OUT_OF_RANGE', words.evidenceMissing);
      if (radiusMetres < LEAST_METRES || radiusMetres > MOST_METRES)
        return errorsIn(language).invalidField('radiusMetres', 'OUT_OF_RANGE', words.whole(LEAST_METRES, MOST_METRES));
      const grid = await findGridAt(services.prisma, { longitude, latitude });
      const post = await insertPost(services.pool, {
        ...{ id: requestUuid, gridId: grid?.id ?? null, name: text.data.name, longitude, latitude, radiusMetres },
      });
      return post ? { typename: 'DutyPostCreateSuccess', post } : errorsIn(language).conflict(words.postNameTaken);
    },
  }),
  volunteerNaming: t.field({
    description: '是否愿意在荣誉榜上署名；随时可改 / Whether to be named where volunteers are honoured; can be changed at any time',
    authScopes: { may: 'shift.serve' },
    type: resultUnion('VolunteerNaming', NamingSuccess, [NotFoundError]),
    args: { input: t.arg({ type: NamingInput, required: true, description: '愿不愿意 / Whether the volunteer agrees' }) },
    resolve: async (_root, { input }, context): Promise<{ typename: string; volunteer: VolunteerRow } | ErrorShape> => {
      const { residentId } = residentOf(context);
      const isThere = await setNamed(context.services.pool, residentId, input.isNamed);
      if (!isThere) return errorsIn(context.language).notFound(volunteerWords(context.language).volunteerNotFound);
      return reread({ id: residentId }, 'VolunteerNamingSuccess', context);
    },
  }),
}));
