// Who looked at whom, and what was done in the name of whom. Append-only: the server's database role cannot change it.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { ActorKind } from '../../../prisma/client/enums.ts';
import type { Viewer } from '../../frame/access/viewer.ts';
import type { Context } from '../../frame/context.ts';
import { maskName } from '../../ground/masks.ts';
import type { AuditAction } from '../../modules.ts';

type Db = Pick<pg.ClientBase, 'query'>;

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
