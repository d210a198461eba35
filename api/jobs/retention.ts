// What has outlived its purpose goes: once at the start, then every hour.
import type { Services } from '@xieshou/schema/services.ts';
import { forgetStale, readStale } from '@xieshou/schema/tickets/attachments.ts';
import { startJob } from './job.ts';

const EVERY_MS = 3_600_000;

/** Kept that long, and then taken away. $1: days of the configuration. */
const RULES = {
  sessions: 'DELETE FROM session WHERE expires_at < now()',
  codes: 'DELETE FROM auth_verification WHERE expires_at < now()',
  presence: `DELETE FROM ticket_presence WHERE seen_at < now() - interval '1 hour'`,
  notices: `DELETE FROM notice WHERE at < now() - interval '180 days'`,
  devices: `UPDATE vote SET device = NULL WHERE device IS NOT NULL AND cast_at < now() - interval '30 days'`,
  storedAnswers: `DELETE FROM idempotency_record WHERE created_at < now() - interval '24 hours'`,
  applications: `DELETE FROM real_name_application WHERE decision IN ('REFUSED', 'WITHDRAWN') AND created_at < now() - make_interval(days => $1)`,
  accessLog: 'SELECT expire_access_log($1)',
} as const;

type Needed = Pick<Services, 'pool' | 'log' | 'live' | 'files'>;

/** Starts the job. Returns how to stop it. */
export function startRetention(services: Needed, retentionDays: number): () => Promise<void> {
  return startJob({ name: 'retention', everyMs: EVERY_MS, work: () => expire(services, retentionDays) }, services);
}

/** Applies every rule once. One that fails is told and tried again in an hour. */
export async function expire({ pool, log, files }: Omit<Needed, 'live'>, retentionDays: number): Promise<void> {
  for (const [name, sql] of Object.entries(RULES)) {
    await pool
      .query(`/* retention.${name} */ ${sql}`, sql.includes('$1') ? [retentionDays] : [])
      .catch((error) => log.warn({ err: error, rule: name }, 'a retention rule could not be applied'));
  }
  await sweepFiles({ pool, files }).catch((error) => log.warn({ err: error }, 'stale files could not be removed'));
}

const FILES_AT_ONCE = 100;

/** Removes files that belong to nothing: first the file, then its row, so that none is forgotten. */
async function sweepFiles({ pool, files }: Pick<Needed, 'pool' | 'files'>): Promise<void> {
  for (;;) {
    const stale = await readStale(pool, FILES_AT_ONCE);
    for (const { id, fileName } of stale) {
      await files.remove(fileName);
      await forgetStale(pool, id);
    }
    if (stale.length < FILES_AT_ONCE) return;
  }
}
