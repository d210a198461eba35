// Volunteers and their teams as partners and pages see them: no name without a right to it.

import { look } from '../../../commons/audit/look.ts';
import { residentOf } from '../../../frame/access/callers.ts';
import { may } from '../../../frame/access/may.ts';
import type { Subject } from '../../../frame/access/rules.ts';
import { builder } from '../../../frame/builder.ts';
import type { Context } from '../../../frame/context.ts';
import { connectionOf, Node, nodeId, pageByTime, pageSize, registerNode, timePosition } from '../../../frame/relay/graph.ts';
import { SkillEnum, TimeOfWeekEnum, VolunteerStatusEnum } from '../enums.ts';
import { insurancesLoader, lateLeavesLoader, volunteerLoader } from '../loaders.ts';
import { type InsuranceRow, listVolunteers, type VolunteerRow } from './store.ts';

/** Of whom a question of rights is. */
export const subjectOf = ({ id, guardianId, gridId, communityId, hasConsented, isNamed }: VolunteerRow): Subject => ({
  residentId: id,
  guardianId,
  gridId,
  communityId,
  hasConsented,
  isNamed,
});

/** Rows that are of the whole station, for whoever may see shifts: a key's boundary is of people and places. */
export const ofStation =
  <Row>(loader: (context: Context) => { load(id: string): Promise<Row | null> }) =>
  (id: string, context: Context): Promise<Row | null> | null =>
    may(context, 'shift.read') ? loader(context).load(id) : null;

const Insurance = builder.objectRef<InsuranceRow>('Insurance').implement({
  description: '志愿者意外保险 / Volunteer accident insurance',
  fields: (t) => ({
    insurer: t.exposeString('insurer', { description: '保险公司 / Insurer' }),
    policyNumber: t.exposeString('policyNumber', { description: '保单号 / Policy number' }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: '起保 / Start date' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: '到期 / Expiry date' }),
  }),
});

interface Contact {
  contactName: string;
  contactPhone: string;
}

const EmergencyContact = builder.objectRef<Contact>('EmergencyContact').implement({
  description: '紧急联系人 / Emergency contact',
  fields: (t) => ({
    name: t.exposeString('contactName', { description: '姓名 / Name' }),
    phone: t.exposeString('contactPhone', { description: '电话 / Phone' }),
  }),
});

export const Volunteer = builder.objectRef<VolunteerRow>('Volunteer').implement({
  description: '平安志愿者 / A volunteer',
  interfaces: [Node],
  fields: (t) => {
    /** For the person and for those who review; null for others. */
    const forReaders = <Value>(read: (row: VolunteerRow) => Value) => ({
      nullable: true as const,
      resolve: (row: VolunteerRow, _args: object, context: Parameters<typeof may>[0]) =>
        may(context, 'volunteer.read', subjectOf(row)) ? read(row) : null,
    });
    return {
      id: t.id(nodeId('Volunteer')),
      name: t.string({
        nullable: true,
        description: '姓名；合作应用须经本人同意 / Name; for partners only with consent',
        resolve: (row, _args, context) => (may(context, 'volunteer.readName', subjectOf(row)) ? row.name : null),
      }),
      status: t.field({ type: VolunteerStatusEnum, description: '状态；本人和审核人可见 / Status', ...forReaders(({ status }) => status) }),
      skills: t.field({ type: [SkillEnum], description: '技能；本人和审核人可见 / Skills', ...forReaders(({ skills }) => skills) }),
      times: t.field({
        type: [TimeOfWeekEnum],
        description: '方便的时间；本人和审核人可见 / Available times',
        ...forReaders(({ times }) => times),
      }),
      appliedAt: t.field({
        type: 'DateTime',
        description: '申请时间；本人和审核人可见 / Applied at',
        ...forReaders(({ appliedAt }) => appliedAt),
      }),
      reason: t.string({ description: '未通过的原因；本人和审核人可见 / Reason for not approving', ...forReaders(({ reason }) => reason) }),
      isNamed: t.boolean({
        description: '是否同意在荣誉榜、排行和表扬墙上署名 / Whether they agreed to be named where volunteers are honoured',
        ...forReaders(({ isNamed }) => isNamed),
      }),
      version: t.int({ description: '版本，审核时带上 / Version, for the review', ...forReaders(({ version }) => version) }),
      emergencyContact: t.field({
        type: EmergencyContact,
        nullable: true,
        description: '紧急联系人；本人和审核人可见，查看会留下记录 / Emergency contact; every access is recorded',
        resolve: async (row, _args, context) => {
          if (!may(context, 'volunteer.read', subjectOf(row))) return null;
          await look(context, 'resident.readFull', row.id);
          return row;
        },
      }),
      healthNote: t.string({
        nullable: true,
        description: '健康提示；只给本人和民警看，查看会留下记录 / Health notes, visible to the volunteer and officers',
        resolve: async (row, _args, context) => {
          const { healthNote, id } = row;
          if (!healthNote || !may(context, 'volunteer.readHealth', subjectOf(row))) return null;
          await look(context, 'volunteer.readHealth', id);
          return context.services.privateNotes.open(healthNote, id);
        },
      }),
      insurances: t.field({
        type: [Insurance],
        nullable: true,
        description: '保险，最晚到期在前；本人和审核人可见 / Insurance, latest expiry first',
        resolve: async (row, _args, context) => {
          if (!may(context, 'volunteer.read', subjectOf(row))) return null;
          await look(context, 'resident.readFull', row.id);
          return insurancesLoader(context).load(row.id);
        },
      }),
      lateLeaveCount: t.int({
        nullable: true,
        description: '近一年开始前 12 小时内退出几次；本人和审核人可见 / Times they withdrew within 12 hours of the start, in one year',
        resolve: (row, _args, context) => (may(context, 'volunteer.read', subjectOf(row)) ? lateLeavesLoader(context).load(row.id) : null),
      }),
    };
  },
});

registerNode<VolunteerRow>('Volunteer', (id, context) => volunteerLoader(context).load(id), { action: 'volunteer.readName', subjectOf });

const VolunteerConnection = connectionOf(Volunteer, 'Volunteer', { zh: '志愿者', en: 'volunteers' });

builder.queryFields((t) => ({
  myVolunteer: t.field({
    type: Volunteer,
    nullable: true,
    description: '本人作为志愿者；没有申请过为空 / The viewer’s volunteer profile; null: never applied',
    authScopes: { may: 'volunteer.apply' },
    resolve: (_root, _args, context) => volunteerLoader(context).load(residentOf(context).residentId),
  }),
  volunteers: t.field({
    type: VolunteerConnection,
    description: '志愿者名单，先申请在前 / Volunteers, earliest application first',
    authScopes: { may: 'volunteer.manage' },
    args: {
      status: t.arg({ type: VolunteerStatusEnum, defaultValue: 'PENDING', description: '状态 / Status' }),
      first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / Number of volunteers, 1–100' }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start after this cursor' }),
    },
    resolve: async (_root, args, context) => {
      const first = pageSize(args.first ?? 20, context);
      const after = timePosition(args.after, context);
      const rows = await listVolunteers(context.services.pool, { status: args.status ?? 'PENDING', limit: first + 1, after });
      return pageByTime(rows, { first, after: args.after, timeOf: ({ appliedAt }) => appliedAt });
    },
  }),
}));
