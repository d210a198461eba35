// What has outlived its purpose goes: once at the start, then every hour.

import { forgetStale, readStale } from '@xieshou/schema/commons/files/store.ts';
import type { Services } from '@xieshou/schema/frame/services.ts';
import { MODULES } from '@xieshou/schema/modules.ts';
import { startJob } from './job.ts';

const EVERY_MS = 3_600_000;

type Needed = Pick<Services, 'pool' | 'log' | 'live' | 'files'>;

/** Starts the job. Returns how to stop it. */
export function startRetention(services: Needed, retentionDays: number): () => Promise<void> {
  return startJob({ name: 'retention', everyMs: EVERY_MS, work: () => expire(services, retentionDays) }, services);
}

/** Applies every rule once. One that fails is told and tried again in an hour. */
export async function expire({ pool, log, files }: Omit<Needed, 'live'>, retentionDays: number): Promise<void> {
  for (const { name: module, expires = {} } of MODULES) {
    for (const [what, sql] of Object.entries(expires)) {
      const rule = `${module}.expire.${what}`;
      await pool
        .query(`/* ${rule} */ ${sql}`, sql.includes('$1') ? [retentionDays] : [])
        .catch((error) => log.warn({ err: error, rule }, 'a retention rule could not be applied'));
    }
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
