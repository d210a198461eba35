// What the hot list moved in a month: answers, patrols, results; and the way from found to resolved.

import { HotListMeasuresDocument, type HotListMeasuresQuery } from '../generated/honours/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { ErrorState } from '../ui/EmptyState.tsx';
import { useWords } from '../ui/preferences.ts';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { type Cell, type FigureRow, FigureTable } from './FigureTable.tsx';
import { FEW } from './trend.ts';
import { words } from './words.ts';

type Measures = HotListMeasuresQuery['hotListMeasures'][number];

const count = (value: number): Cell => [String(value), value];
const share = (part: number, whole: number): Cell => (whole === 0 ? ['—', null] : [`${Math.round((part / whole) * 100)} %`, part / whole]);

export function HotListTables({ month }: { month: string }) {
  const w = useWords(words);
  const { data, error, reread } = useRead({ query: HotListMeasuresDocument, variables: { month }, requestPolicy: 'cache-and-network' });
  if (error && !data) return <ErrorState onRetry={reread} />;
  if (!data) return <CardSkeleton />;
  const hours = (value: number | null): Cell => [value === null ? '—' : w.hoursLong(value.toFixed(value < 10 ? 1 : 0)), value];
  const ofFound = (part: number, whole: number): Cell => [w.ofFound(part, share(part, whole)[0]), share(part, whole)[1]];
  // All together first. Grids in which nothing was owed or found would only be in the way.
  const together = data.hotListMeasures.filter(({ grid }) => grid === null);
  const rows = (counted: 'dutyCount' | 'foundCount', cells: (row: Measures) => Cell[]): FigureRow[] =>
    [...together, ...data.hotListMeasures.filter((row) => row.grid && row[counted] > 0)].map((row) => ({
      name: row.grid?.name ?? w.allGrids,
      isTotal: row.grid === null,
      isFew: row[counted] < FEW,
      cells: cells(row),
    }));
  return (
    <>
      <FigureTable
        title={w.hotList}
        row={w.grid}
        figures={['owed', 'answered', 'answeredOnTime', 'toAnswer', 'toPatrol', 'toStatus']}
        rows={rows('dutyCount', (row) => [
          count(row.dutyCount),
          share(row.answeredCount, row.dutyCount),
          share(row.onTimeCount, row.dutyCount),
          ...[row.medianHoursToAnswer, row.medianHoursToPatrol, row.medianHoursToStatus].map(hours),
        ])}
      >
        <a className="button" href={`/exports/hot-list.csv?month=${month}`} download>
          {w.asCsv}
        </a>
      </FigureTable>
      <FigureTable
        title={w.funnel}
        row={w.grid}
        figures={['found', 'steppedIn', 'resolved']}
        rows={rows('foundCount', ({ foundCount, steppedInCount, resolvedCount }) => [
          count(foundCount),
          ofFound(steppedInCount, foundCount),
          ofFound(resolvedCount, foundCount),
        ])}
      />
    </>
  );
}
