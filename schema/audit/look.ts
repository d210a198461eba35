// Every look at somebody's data in full, on record.
import type { Context } from '../context.ts';
import { type AuditAction, record } from './store.ts';

/** Puts a look on record before what was seen leaves the house: once a resident, action and operation; not for oneself. */
export async function look(context: Context, action: AuditAction, residentId: string): Promise<void> {
  const { viewer, loaders, services, requestId } = context;
  if (viewer?.kind === 'resident' && viewer.residentId === residentId) return;
  const looks = loaders.loader<string, true>(`look ${action}`, async (subjectIds) => {
    await record(
      services.pool,
      viewer,
      subjectIds.map((subjectId) => ({ action, subjectId, requestId })),
    );
    return subjectIds.map(() => true);
  });
  await looks.load(residentId);
}
