// The record of who looked and who did what: for the person concerned, and for whoever oversees.
import { residentOf } from '../../frame/access/callers.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { decodeId } from '../../frame/relay/global-id.ts';
import { connectionOf, nodeId, pageByTime, pageSize, timePosition } from '../../frame/relay/graph.ts';
import { AUDIT_ACTIONS, type AuditAction } from '../../modules.ts';
import { type AccessRow, type AuditFilter, readEntries, record } from './store.ts';

const AuditActionEnum = builder.enumType('AuditAction', {
  description: '记录的是什么 / Kind of recorded action',
  values: Object.fromEntries(
    Object.entries(AUDIT_ACTIONS).map(([action, description]) => [enumName(action), { value: action, description }]),
  ) as Record<string, { value: AuditAction; description: string }>,
});

/** idNumber.reveal → ID_NUMBER_REVEAL */
function enumName(action: string): string {
  return action
    .replace(/([A-Z])/g, '_$1')
    .replace('.', '_')
    .toUpperCase();
}

const ActorKindEnum = builder.enumType('ActorKind', {
  description: '谁 / Kind of actor',
  values: {
    RESIDENT: { description: '居民 / A resident' },
    STAFF: { description: '工作人员 / Staff' },
    PARTNER: { description: '合作应用 / A partner program' },
    SYSTEM: { description: '系统 / The system itself' },
  } as const,
});

export const AccessEntry = builder.objectRef<AccessRow>('AccessEntry').implement({
  description: '一条记录：谁在何时为何看了谁的资料，或做了什么 / An entry: who viewed whose data or did what, when and why',
  fields: (t) => ({
    id: t.id(nodeId('AccessEntry')),
    at: t.expose('at', { type: 'DateTime', description: '时间 / Time of the action' }),
    actorKind: t.expose('actorKind', { type: ActorKindEnum, description: '谁的类别 / Kind of actor' }),
    actorTitle: t.exposeString('actorTitle', {
      description: '谁，按当时的称呼，如 王警官 / Title or name of the actor at that time, such as 王警官',
    }),
    action: t.expose('action', { type: AuditActionEnum, description: '做了什么 / The action' }),
    reason: t.exposeString('reason', { nullable: true, description: '原因 / Reason given' }),
    detail: t.field({
      type: 'JSON',
      nullable: true,
      description: '细节，监督人员可见 / Details, for supervisors',
      authScopes: { may: 'audit.read' },
      unauthorizedResolver: () => null,
      resolve: (entry) => entry.detail,
    }),
    requestId: t.exposeString('requestId', { nullable: true, description: '请求编号 / ID of the request' }),
  }),
});

const AccessEntryConnection = connectionOf(AccessEntry, 'AccessEntry', { zh: '记录', en: 'records' });

const pageArgs = {
  first: '条数，1–100 / Number of entries, 1–100',
  after: '从这个游标之后开始 / Start after this cursor',
};

async function page(filter: AuditFilter, args: { first?: number | null; after?: string | null }, context: Context) {
  const first = pageSize(args.first ?? 20, context);
  const after = timePosition(args.after, context);
  const rows = await readEntries(context.services.pool, filter, { limit: first + 1, after });
  return pageByTime(rows, { first, after: args.after, timeOf: (row) => row.at });
}

builder.queryFields((t) => ({
  whoLooked: t.field({
    type: AccessEntryConnection,
    description: '谁看过我的资料，最近的在前 / Who viewed my data, latest first',
    authScopes: { may: 'account.manage' },
    args: { first: t.arg.int({ defaultValue: 20, description: pageArgs.first }), after: t.arg.string({ description: pageArgs.after }) },
    resolve: (_root, args, context) => {
      const { residentId } = residentOf(context);
      return page({ subjectId: residentId, notBy: residentId }, args, context);
    },
  }),
  auditLog: t.field({
    type: AccessEntryConnection,
    description: '审计记录，最近的在前；每次查阅本身也有记录 / The audit log, latest first; reading it is also recorded',
    authScopes: { may: 'audit.read' },
    args: {
      action: t.arg({ type: AuditActionEnum, description: '哪一种 / Only this action' }),
      actorId: t.arg.id({ description: '谁：居民、工作人员或密钥的编号 / Only this actor: ID of a resident, staff member or key' }),
      subjectId: t.arg.id({ description: '关于哪位居民 / Only entries about this resident' }),
      first: t.arg.int({ defaultValue: 20, description: pageArgs.first }),
      after: t.arg.string({ description: pageArgs.after }),
    },
    resolve: async (_root, { action, actorId, subjectId, ...args }, context) => {
      const { services, viewer, requestId } = context;
      const filter = { action: action ?? null, actorId: rowId(actorId), subjectId: rowId(subjectId) };
      if (!args.after) await record(services.pool, viewer, [{ action: 'audit.read', subjectId: filter.subjectId, requestId }]);
      return page(filter, args, context);
    },
  }),
}));

/** The row id of a global id; one that is not ours matches nothing. */
function rowId(globalId: string | null | undefined): string | null {
  if (!globalId) return null;
  return decodeId(globalId)?.id ?? '00000000-0000-0000-0000-000000000000';
}
