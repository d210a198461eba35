// A volunteer's own record of service as a table for spreadsheets.
import { type Exporter, notForThem } from '../../frame/export.ts';
import { readMoment } from '../../ground/calendar.ts';
import { csvTable } from '../../ground/csv.ts';
import { readProof } from './certificates-store.ts';

const HEAD = ['时间', '活动', '内容', '队伍', '地点', '分钟', '评分', '评价'];

/** @param query `from` and `until`, moments */
export const exportService: Exporter = async ({ pool, settings }, { viewer, query }) => {
  if (viewer?.kind !== 'resident') return notForThem(viewer, 'Sign in as the volunteer.');
  const [from = null, until = null] = ['from', 'until'].map((name) => readMoment(query.get(name)));
  if (!from || !until || from >= until) return { status: 400, says: 'The start must be before the end.' };
  const proof = await readProof(pool, { volunteerId: viewer.residentId, name: viewer.name, span: { from, until } });
  /** 2026-11-26 19:00 */
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: settings.timeZone });
  const rows = (proof?.services ?? []).map(({ at, title, content, team, place, minutes, rating, evaluation }) => [
    format.format(new Date(at)),
    title,
    content,
    team,
    place,
    minutes,
    rating,
    evaluation,
  ]);
  return { type: 'text/csv', name: 'service.csv', text: csvTable(HEAD, rows) };
};
