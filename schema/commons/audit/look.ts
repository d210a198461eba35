// Every look at somebody's data in full, on record.
import type { Context } from '../../frame/context.ts';
import type { AuditAction } from '../../modules.ts';
import { actorOf, record } from './store.ts';

/** A board that is read anew all night is one look at each person in this time, not thousands that hide the others. */
const SITTING_MS = 10 * 60_000;
const MOST_KEPT = 50_000;

/** Who has been put on record for looking at whom, in this process and lately. */
export class RecentLooks {
  /** When each was put on record, the oldest first. */
  readonly #at = new Map<string, number>();

  has(look: string, now: Date): boolean {
    const at = this.#at.get(look);
    return at !== undefined && Math.abs(now.getTime() - at) < SITTING_MS;
  }

  /** Call when the entry is stored. */
  add(look: string, now: Date): void {
    this.#at.delete(look);
    this.#at.set(look, now.getTime());
    const [oldest] = this.#at.keys();
    // One that is forgotten early is recorded once more.
    if (this.#at.size > MOST_KEPT && oldest !== undefined) this.#at.delete(oldest);
  }
}

/**
 * Puts a look on record before what was seen leaves the house: once a resident and action in a sitting of ten minutes;
 * not for oneself.
 */
export async function look(context: Context, action: AuditAction, residentId: string): Promise<void> {
  const { viewer, loaders, services, requestId } = context;
  if (viewer?.kind === 'resident' && viewer.residentId === residentId) return;
  const looks = loaders.loader<string, true>(`look ${action}`, async (subjectIds) => {
    const now = services.clock.now();
    const nameOf = (subjectId: string) => `${actorOf(viewer).id} ${action} ${subjectId}`;
    const unrecorded = subjectIds.filter((subjectId) => !services.recentLooks.has(nameOf(subjectId), now));
    await record(
      services.pool,
      viewer,
      unrecorded.map((subjectId) => ({ action, subjectId, requestId })),
    );
    for (const subjectId of unrecorded) services.recentLooks.add(nameOf(subjectId), now);
    return subjectIds.map(() => true);
  });
  await looks.load(residentId);
}
