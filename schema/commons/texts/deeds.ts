// How a version comes about: the one that ships with the platform, and those that an administrator publishes.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { StationTextKind } from '../../../prisma/client/client.ts';
import type { StaffViewer } from '../../frame/access/viewer.ts';
import type { Context } from '../../frame/context.ts';
import { conflict, type Refusal } from '../../frame/refusals.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { recordDeed } from '../audit/store.ts';
import { overtaken, refusals } from './refusals.ts';
import { SHIPPED } from './shipped/index.ts';
import { insertVersion, readCurrent, type Written } from './store.ts';

/** Of each text there is a first version from the first start on; what a station has already stays. */
export async function shipTexts(db: Pick<pg.ClientBase, 'query'>, now: Date): Promise<void> {
  for (const [kind, written] of Object.entries(SHIPPED) as [StationTextKind, (typeof SHIPPED)[StationTextKind]][]) {
    await insertVersion(db, { id: uuid(), kind, number: 1, publishedAt: now, staffId: null, ...written });
  }
}

interface Publishing extends Written {
  kind: StationTextKind;
  /** Number of the version that was in force when it was written. */
  expectedVersion: number;
}

/** Puts a new version in force. Of several who begin from the same one, the first is let through. */
export function publish(
  { kind, expectedVersion, ...written }: Publishing,
  by: StaffViewer,
  context: Context,
): Promise<{ kind: StationTextKind } | Refusal<'ConflictError' | 'StationTextUnchangedError'>> {
  const { pool, clock } = context.services;
  return inTransaction(pool, async (client, undo) => {
    const [current] = await readCurrent(client, [kind]);
    if (current?.number !== expectedVersion) return conflict(overtaken);
    if (current.textZh === written.textZh && current.textEn === written.textEn) return refusals.unchanged;
    const number = expectedVersion + 1;
    const version = { id: uuid(), kind, number, publishedAt: clock.now(), staffId: by.staffId, ...written };
    // The unique number decides between two who have both read the same current version.
    if (!(await insertVersion(client, version))) return undo(conflict(overtaken));
    await recordDeed(client, context, { action: 'text.publish', detail: { kind, number } });
    return { kind };
  });
}
