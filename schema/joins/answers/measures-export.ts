// The measures of the hot list as a table for spreadsheets.
import { may } from '../../frame/access/may.ts';
import { type Exporter, notForThem } from '../../frame/export.ts';
import { monthOf } from '../../ground/calendar.ts';
import { csvTable } from '../../ground/csv.ts';
import { type MeasuresRow, readMeasures } from './measures-store.ts';

const COLUMNS = {
  duties: 'dutyCount',
  answered: 'answeredCount',
  answered_in_time: 'onTimeCount',
  median_hours_to_answer: 'medianHoursToAnswer',
  median_hours_to_patrol: 'medianHoursToPatrol',
  median_hours_to_status: 'medianHoursToStatus',
  found: 'foundCount',
  stepped_in: 'steppedInCount',
  resolved: 'resolvedCount',
} as const satisfies Record<string, keyof MeasuresRow>;

/** @param query `month`, like 2026-11 */
export const exportMeasures: Exporter = async ({ pool, settings }, { viewer, query }) => {
  if (!viewer || !may({ viewer }, 'kpi.read')) return notForThem(viewer, 'Sign in as somebody who may read figures.');
  const span = monthOf(query.get('month') ?? '', settings.timeZone);
  if (!span) return { status: 400, says: 'Write a month like 2026-11.' };
  const rows = await readMeasures(pool, span);
  const cells = rows.map((row) => [row.gridName ?? '合计', ...Object.values(COLUMNS).map((name) => row[name])]);
  return { type: 'text/csv', name: 'hot-list.csv', text: csvTable(['grid', ...Object.keys(COLUMNS)], cells) };
};
