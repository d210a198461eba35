// What the hot list moved in a month: answers, patrols, results; and the way from found to resolved.

import { HotListMeasuresDocument, type HotListMeasuresQuery } from '../generated/honours/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { ErrorState } from '../ui/EmptyState.tsx';
import { useWords } from '../ui/preferences.ts';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { FigureTable } from './FigureTable.tsx';
import { words } from './words.ts';

type Measures = HotListMeasuresQuery['hotListMeasures'][number];

const share = (part: number, whole: number) => (whole === 0 ? '—' : `${Math.round((part / whole) * 100)} %`);

export function HotListTables({ month }: { month: string }) {
  const w = useWords(words);
  const { data, error, reread } = useRead({ query: HotListMeasuresDocument, variables: { month }, requestPolicy: 'cache-and-network' });
  if (error && !data) return <ErrorState onRetry={reread} />;
  if (!data) return <CardSkeleton />;
  const hours = (value: number | null) => (value === null ? '—' : w.hoursLong(value.toFixed(value < 10 ? 1 : 0)));
  // All together first. Grids in which nothing was owed or found would only be in the way.
  const together = data.hotListMeasures.filter(({ grid }) => grid === null);
  const rows = (counted: 'dutyCount' | 'foundCount', cells: (row: Measures) => string[]) =>
    [...together, ...data.hotListMeasures.filter((row) => row.grid && row[counted] > 0)].map((row) => ({
      name: row.grid?.name ?? w.allGrids,
      cells: cells(row),
    }));
  return (
    <>
      <FigureTable
        title={w.hotList}
        row={w.grid}
        figures={['owed', 'answered', 'answeredOnTime', 'toAnswer', 'toPatrol', 'toStatus']}
        rows={rows('dutyCount', (row) => [
          String(row.dutyCount),
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
          String(foundCount),
          w.ofFound(steppedInCount, share(steppedInCount, foundCount)),
          w.ofFound(resolvedCount, share(resolvedCount, foundCount)),
        ])}
      />
    </>
  );
}
