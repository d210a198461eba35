// Who looked at whom, and what was done in the name of whom. Append-only: the server's database role cannot change it.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { ActorKind } from '../../prisma/client/enums.ts';
import type { Viewer } from '../access/viewer.ts';
import type { Context } from '../context.ts';
import { maskName } from '../people/masks.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** What is recorded, in words for the person concerned. */
export const AUDIT_ACTIONS = {
  'resident.readFull': '查看了完整资料 / Viewed name, phone or address in full',
  'idNumber.reveal': '查看了完整身份证号 / Revealed the identity number',
  'realName.apply': '提交了实名登记 / Submitted a real-name registration',
  'guardianship.agree': '同意作为监护人 / Agreed to be the guardian',
  'guardianship.decline': '拒绝作为监护人 / Declined to be the guardian',
  'realName.verify': '通过了实名登记 / Approved a real-name registration',
  'realName.refuse': '退回了实名登记 / Returned a real-name registration',
  'account.export': '导出了本人资料 / Exported their own data',
  'account.erase': '注销了账号 / Deleted the account',
  'consent.give': '同意了一项用途 / Consented to a use of data',
  'consent.withdraw': '撤回了一项同意 / Withdrew consent to a use of data',
  'staff.create': '新建了工作人员 / Added a staff member',
  'staff.leave': '停用了工作人员 / Ended a staff member’s access',
  'staff.role': '更改了角色 / Changed a role',
  'staff.password': '重置了密码 / Reset a password',
  'duty.assign': '安排了值守 / Assigned a duty',
  'duty.end': '结束了值守 / Ended a duty',
  'key.create': '签发了密钥 / Issued a key',
  'key.rotate': '换发了密钥 / Rotated a key',
  'key.revoke': '吊销了密钥 / Revoked a key',
  'key.call': '合作应用调用了接口 / A partner program called the API',
  'ticket.revealReporter': '查看了匿名上报的人 / Revealed an anonymous reporter',
  'surge.raise': '标记了投票激增 / Flagged a vote surge',
  'surge.confirm': '确认了投票激增属实 / Confirmed a flagged surge',
  'surge.clear': '解除了投票激增的冻结 / Cleared a flagged surge',
  'ticket.call': '经中转号码联系了上报人 / Called a reporter through a relay number',
  'ticket.export': '导出了事件列表 / Exported a list of tickets',
  'volunteer.review': '审核了志愿者申请 / Reviewed a volunteer application',
  'volunteer.readHealth': '查看了健康提示 / Viewed a health note',
  'attendance.correct': '更正了签到时间 / Corrected the times of a shift',
  'certificate.revoke': '作废了证书 / Revoked a certificate',
  'rights.explain': '查看了某人的权限 / Viewed someone’s permissions',
  'audit.read': '查阅了审计记录 / Read the audit log',
} as const;

export type AuditAction = keyof typeof AUDIT_ACTIONS;

export interface AccessEntry {
  action: AuditAction;
  /** The resident whose data it is. */
  subjectId?: string | null;
  reason?: string | null;
  detail?: object | null;
  requestId?: string | null;
}

export interface AccessRow {
  id: string;
  at: Date;
  actorKind: ActorKind;
  actorId: string | null;
  actorTitle: string;
  action: AuditAction;
  subjectId: string | null;
  reason: string | null;
  detail: unknown;
  requestId: string | null;
}

const COLUMNS = `id, at, actor_kind AS "actorKind", actor_id AS "actorId", actor_title AS "actorTitle", action, subject_id AS "subjectId",
  reason, detail, request_id AS "requestId"`;

/** The name of an actor on record. */
export function actorOf(viewer: Viewer | null): { kind: ActorKind; id: string | null; title: string } {
  switch (viewer?.kind) {
    case 'resident':
      // Masked: an entry cannot be changed, and the person may be erased one day.
      return { kind: 'RESIDENT', id: viewer.residentId, title: maskName(viewer.name) };
    case 'staff':
      return { kind: 'STAFF', id: viewer.staffId, title: viewer.title };
    case 'partner':
      return { kind: 'PARTNER', id: viewer.keyId, title: viewer.name };
    default:
      return { kind: 'SYSTEM', id: null, title: '系统' };
  }
}

/** Appends entries in the actor's name. Part of the caller's transaction when `db` is one. */
export async function record(db: Db, viewer: Viewer | null, entries: readonly AccessEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { kind, id, title } = actorOf(viewer);
  await db.query(
    `/* audit.record */ INSERT INTO access_log (id, actor_kind, actor_id, actor_title, action, subject_id, reason, detail, request_id)
     SELECT e.id, $1::actor_kind, $2::uuid, $3, e.action, e.subject_id, e.reason, e.detail, e.request_id
     FROM json_populate_recordset(NULL::access_log, $4::json) e`,
    [
      kind,
      id,
      title,
      JSON.stringify(
        entries.map(({ action, subjectId, reason, detail, requestId }) => ({
          id: uuid(),
          action,
          subject_id: subjectId ?? null,
          reason: reason ?? null,
          detail: detail ?? null,
          request_id: requestId ?? null,
        })),
      ),
    ],
  );
}

/** Appends what the caller does now. */
export async function recordDeed(
  db: Db,
  { viewer, requestId }: Pick<Context, 'viewer' | 'requestId'>,
  deed: Omit<AccessEntry, 'requestId'>,
): Promise<void> {
  await record(db, viewer, [{ ...deed, requestId }]);
}

export interface AuditFilter {
  subjectId?: string | null;
  actorId?: string | null;
  action?: string | null;
  /** Leave out what the person did themselves. */
  notBy?: string | null;
}

/** Entries, the newest first, behind the entry `after`. */
export async function readEntries(
  db: Db,
  { subjectId, actorId, action, notBy }: AuditFilter,
  { limit, after }: { limit: number; after: { at: Date; id: string } | null },
): Promise<AccessRow[]> {
  const { rows } = await db.query<AccessRow>(
    `/* audit.readEntries */ SELECT ${COLUMNS} FROM access_log
     WHERE ($1::uuid IS NULL OR subject_id = $1) AND ($2::uuid IS NULL OR actor_id = $2) AND ($3::text IS NULL OR action = $3)
       AND ($4::uuid IS NULL OR actor_id IS DISTINCT FROM $4)
       AND ($5::timestamptz IS NULL OR (at, id) < ($5, $6::uuid))
     ORDER BY at DESC, id DESC LIMIT $7`,
    [subjectId ?? null, actorId ?? null, action ?? null, notBy ?? null, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}
