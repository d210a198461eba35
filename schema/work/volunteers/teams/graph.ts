// Volunteer teams as partners and pages see them.
import { may } from '../../../frame/access/may.ts';
import { builder, SHARED } from '../../../frame/builder.ts';
import { Node, nodeId, registerNode } from '../../../frame/relay/graph.ts';
import { TeamKindEnum } from '../enums.ts';
import { courseLoader, membersLoader, teamLoader, volunteerLoader } from '../loaders.ts';
import { ofStation, subjectOf, Volunteer } from '../people/graph.ts';
import type { VolunteerRow } from '../people/store.ts';
import { TrainingCourse } from '../training/graph.ts';
import { listTeams, type TeamRow } from './store.ts';

export const Team = builder.objectRef<TeamRow>('Team').implement({
  description: '志愿队 / A volunteer team',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('Team')),
    kind: t.expose('kind', { type: TeamKindEnum, extensions: SHARED, description: '种类 / Kind' }),
    name: t.exposeString('name', { extensions: SHARED, description: '队名 / Name' }),
    description: t.exposeString('description', { extensions: SHARED, description: '介绍，可为空字符串 / Description, may be empty' }),
    memberCount: t.exposeInt('memberCount', { extensions: SHARED, description: '多少人 / Number of members' }),
    needsInsurance: t.exposeBoolean('needsInsurance', {
      extensions: SHARED,
      description: '是否须有保险 / Whether its shifts require insurance',
    }),
    course: t.field({
      type: TrainingCourse,
      nullable: true,
      extensions: SHARED,
      description: '须先参加的培训 / Training required for its shifts',
      resolve: ({ courseId }, _args, context) => (courseId ? courseLoader(context).load(courseId) : null),
    }),
    captain: t.field({
      type: Volunteer,
      nullable: true,
      description: '队长；无权看姓名者为空 / The captain; null for anyone without permission to see names',
      resolve: async ({ captainId }, _args, context) => {
        const captain = captainId ? await volunteerLoader(context).load(captainId) : null;
        return captain && may(context, 'volunteer.readName', subjectOf(captain)) ? captain : null;
      },
    }),
    members: t.field({
      type: [Volunteer],
      description: '队员，先入队在前；无权看姓名者看不到 / Members; only for people who may see names',
      resolve: async ({ id }, _args, context) => {
        const members = await membersLoader(context).load(id);
        const rows = await volunteerLoader(context).loadMany(members.map(({ volunteerId }) => volunteerId));
        return (rows as (VolunteerRow | null)[]).filter(
          (row): row is VolunteerRow => row !== null && may(context, 'volunteer.readName', subjectOf(row)),
        );
      },
    }),
    version: t.exposeInt('version', { extensions: SHARED, description: '版本，修改时带上 / Version, for changes' }),
    canManage: t.boolean({
      description: '本人能否安排它的班次 / Whether the viewer may plan its shifts',
      resolve: ({ id }, _args, context) => may(context, 'shift.manage', { teamId: id }),
    }),
  }),
});

registerNode<TeamRow>('Team', ofStation(teamLoader), null);

builder.queryField('teams', (t) =>
  t.field({
    type: [Team],
    extensions: SHARED,
    description: '全部志愿队 / All teams',
    authScopes: { may: 'shift.read' },
    resolve: (_root, _args, { services: { pool } }) => listTeams(pool),
  }),
);
