// Residents as others see them: masked, unless the access module says otherwise; every full look is on record.
import { may } from '../../frame/access/may.ts';
import { reachOf, type Subject } from '../../frame/access/rules.ts';
import { inOrder } from '../../frame/batches.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { row, text } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { connectionOf, Node, nodeId, pageByTime, pageSize, registerNode, timePosition } from '../../frame/relay/graph.ts';
import { rightOn } from '../../frame/rights.ts';
import { maskIdNumber, maskName, maskPhone } from '../../ground/masks.ts';
import { AccessEntry } from '../audit/graph.ts';
import { look } from '../audit/look.ts';
import { recordDeed } from '../audit/store.ts';
import { Grid } from '../grids/graph.ts';
import { gridLoader } from '../grids/loaders.ts';
import { refusals, residentGone } from './refusals.ts';
import { listResidents, type ResidentRow, readResidents } from './residents-store.ts';

/** What the question who may see a resident is about. */
export function subjectOf({ id, guardianId, homeGridId, communityId, hasConsented }: ResidentRow): Subject {
  return { residentId: id, guardianId, gridId: homeGridId, communityId, hasConsented };
}

export const residentLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, ResidentRow | null>('resident', async (ids) => inOrder(ids, await readResidents(pool, ids)));

const mayFull = (row: ResidentRow, context: Context) => may(context, 'resident.readFull', subjectOf(row));

/** The full text for anyone with permission to see it, its mask for the others. */
async function unmasked<Value>(row: ResidentRow, context: Context, full: Value, masked: Value): Promise<Value> {
  if (!mayFull(row, context)) return masked;
  await look(context, 'resident.readFull', row.id);
  return full;
}

const ResidentPermissions = builder.objectRef<ResidentRow>('ResidentPermissions').implement({
  description: '当前的人能对这位居民的资料做什么 / Permissions of the viewer on a resident’s data',
  fields: (t) => ({
    readFull: t.boolean({
      description: '查看完整资料 / Whether the viewer may see name and phone in full',
      resolve: (row, _args, context) => mayFull(row, context),
    }),
    revealNumber: t.boolean({
      description: '查看完整身份证号，须写明原因 / Whether the viewer may reveal the identity number, with a reason',
      resolve: (row, _args, context) => row.idNumberCipher !== null && may(context, 'resident.revealNumber', subjectOf(row)),
    }),
  }),
});

const RealNameStatusEnum = builder.enumType('RealNameStatus', {
  description: '实名状态 / Status of real-name registration',
  values: {
    UNVERIFIED: { description: '未实名 / Not verified' },
    PENDING: { description: '审核中 / Under review' },
    VERIFIED: { description: '已实名 / Verified' },
  } as const,
});

export const Resident = builder.objectRef<ResidentRow>('Resident');
Resident.implement({
  description: '居民；无权查看完整资料时姓名和电话打码 / A resident; name and phone are masked for anyone without permission to see them',
  interfaces: [Node],
  authScopes: (row) => ({ may: { action: 'resident.read', subject: subjectOf(row) } }),
  fields: (t) => ({
    id: t.id(nodeId('Resident')),
    name: t.string({
      description: '姓名，或 张** / Name, or a masked name',
      resolve: (row, _args, context) => unmasked(row, context, row.name, maskName(row.name)),
    }),
    phone: t.string({
      nullable: true,
      description: '电话，或 138****8000 / Phone in E.164, or a masked phone',
      resolve: (row, _args, context) => (row.phone ? unmasked(row, context, row.phone, maskPhone(row.phone)) : null),
    }),
    birthDate: t.string({
      nullable: true,
      description: '出生日期；无权查看时为空 / Birth date; null for anyone without permission to see it',
      resolve: (row, _args, context) => unmasked(row, context, row.birthDate, null),
    }),
    idNumberMasked: t.string({
      nullable: true,
      description: '身份证号，只显示首末位 / Identity number, first and last characters only',
      resolve: (row, _args, context) => {
        const number = row.idNumberCipher && context.services.idNumbers.open(row.idNumberCipher, row.id);
        return number ? unmasked(row, context, maskIdNumber(number), null) : null;
      },
    }),
    realNameStatus: t.expose('realNameStatus', { type: RealNameStatusEnum, description: '实名状态 / Real-name status' }),
    isVolunteer: t.exposeBoolean('isVolunteer', { description: '是否平安志愿者 / Whether the resident is a volunteer' }),
    homeGrid: t.field({
      type: Grid,
      nullable: true,
      description: '所住网格 / Home grid',
      resolve: (row, _args, context) => (row.homeGridId ? gridLoader(context).load(row.homeGridId) : null),
    }),
    guardian: t.field({
      type: Resident,
      nullable: true,
      description: '监护人；无权查看时为空 / Guardian; null when not visible',
      resolve: async (row, _args, context) => {
        const guardian = row.guardianId ? await residentLoader(context).load(row.guardianId) : null;
        return guardian && may(context, 'resident.read', subjectOf(guardian)) ? guardian : null;
      },
    }),
    viewerCan: t.field({ type: ResidentPermissions, description: '当前的人能做什么 / Permissions of the viewer', resolve: (row) => row }),
  }),
});

registerNode('Resident', (id, context) => residentLoader(context).load(id), { action: 'resident.read', subjectOf });

const ResidentConnection = connectionOf(Resident, 'Resident', { zh: '居民', en: 'residents' });

builder.queryField('residents', (t) =>
  t.field({
    type: ResidentConnection,
    description:
      '能看到的居民，新登记的在前：本人及所监护的人、值守网格里的人、密钥范围内的人 / Residents the viewer may see, newest first',
    authScopes: { may: 'resident.read' },
    args: {
      search: t.arg.string({
        description: '姓名开头，至少一个字；只搜得到能看完整姓名的人 / Start of the name, among residents visible in full',
      }),
      first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / Number of residents, 1–100' }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start after this cursor' }),
    },
    resolve: async (_root, { search, first: wanted, after }, context) => {
      const first = pageSize(wanted ?? 20, context);
      const position = timePosition(after, context);
      const namePrefix = search?.replaceAll('\u0000', '').trim() || null; // which PostgreSQL cannot read, and no name has
      // A search by name tells the name: only where it may be read.
      const reach = reachOf(context.viewer, namePrefix ? 'resident.readFull' : 'resident.read');
      const rows = await listResidents(context.services.pool, reach, { namePrefix, after: position, limit: first + 1 });
      return pageByTime(rows, { first, after, timeOf: (row) => row.createdAt });
    },
  }),
);

mutation('idNumberReveal', {
  says: '查看完整身份证号：须写明原因，本人能看到谁在何时为何查看 / Reveals an identity number: requires a reason, is recorded, and the resident can see it',
  may: rightOn<ResidentRow>('resident.revealNumber', { typename: 'Resident', field: 'residentId', subjectOf, gone: residentGone }),
  input: {
    residentId: row<ResidentRow>('Resident', '居民编号 / ID of the resident', residentGone),
    reason: text(2, 300, '原因，本人看得到 / Reason, shown to the resident'),
  },
  done: '完整身份证号，这次查看已记录 / The identity number; this access is recorded',
  gives: gives<{ idNumber: string }>((t) => ({
    idNumber: t.exposeString('idNumber', { description: '18 位身份证号 / All 18 characters' }),
  })),
  refuses: [],
  async do({ residentId: { id, idNumberCipher }, reason }, context) {
    const { pool, idNumbers } = context.services;
    if (!idNumberCipher) return refusals.numberAbsent;
    await recordDeed(pool, context, { action: 'idNumber.reveal', subjectId: id, reason });
    return { idNumber: idNumbers.open(idNumberCipher, id) };
  },
});

builder.objectField(AccessEntry, 'subject', (t) =>
  t.field({
    type: Resident,
    nullable: true,
    description: '谁的资料；无权查看时为空 / The resident concerned; null when not visible',
    resolve: async (entry, _args, context) => {
      const row = entry.subjectId ? await residentLoader(context).load(entry.subjectId) : null;
      return row && may(context, 'resident.read', subjectOf(row)) ? row : null;
    },
  }),
);
