// Figures 考核 of grids and teams by month, each with its definition.
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { usePreferences, useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import { KpisDocument } from '../generated/honours/graphql.ts';
import { ErrorState } from '../ui/EmptyState.tsx';
import { SelectField } from '../ui/Field.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { lastMonths, monthName } from '../ui/time.ts';
import { FigureTable } from './FigureTable.tsx';
import { HotListTables } from './HotListTables.tsx';
import { words } from './words.ts';
import '../volunteers/volunteers.css';
import './honours.css';

const percent = (share: number | null) => (share === null ? '—' : `${Math.round(share * 100)} %`);
const decimal = (value: number | null) => (value === null ? '—' : value.toFixed(1));
const hours = (minutes: number) => (minutes / 60).toFixed(minutes % 60 === 0 ? 0 : 1);

export default function KpiPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const months = lastMonths(new Date());
  const [month, setMonth] = useState(months[0] ?? '');
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const isAllowed = me?.viewer?.can.readKpis ?? false;
  const [{ data, error }, refetch] = useQuery({
    query: KpisDocument,
    variables: { month },
    pause: !isAllowed,
    requestPolicy: 'cache-and-network',
  });
  useEffect(() => {
    document.title = `${w.kpiTitle} · 携手`;
  }, [w]);
  const arrival = (minutes: number | null) => (minutes === null ? '—' : w.minutes(Math.round(minutes)));
  if (me && !isAllowed) return <SignInFirst />;
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <PageSkeleton />;
  return (
    <div className="page page-wide">
      <header>
        <h1>{w.kpiTitle}</h1>
        <p className="note">{w.kpiLead}</p>
      </header>
      <SelectField label={w.month} value={month} onChange={setMonth}>
        {months.map((value) => (
          <option key={value} value={value}>
            {monthName(value, language)}
          </option>
        ))}
      </SelectField>
      <FigureTable
        title={w.grids}
        row={w.grid}
        figures={['tickets', 'onTime', 'ended', 'reopened', 'arrival', 'rating', 'service']}
        rows={data.gridKpis.map((one) => ({
          name: one.grid?.name ?? '',
          cells: [
            ...[String(one.ticketCount), percent(one.onTimeShare), percent(one.endedShare), percent(one.reopenedShare)],
            ...[arrival(one.medianArrivalMinutes), decimal(one.averageRating), hours(one.volunteerMinutes)],
          ],
        }))}
      />
      <FigureTable
        title={w.teamFigures}
        row={w.team}
        figures={['shifts', 'service', 'came', 'filled', 'attended', 'forgotten', 'shortNotice', 'rating']}
        rows={data.teamKpis.map((one) => ({
          name: one.team?.name ?? '',
          cells: [
            ...[String(one.shiftCount), hours(one.minutes), String(one.peopleCount), percent(one.filledShare), percent(one.attendedShare)],
            ...[String(one.forgottenCount), String(one.shortNoticeCount), decimal(one.averageRating)],
          ],
        }))}
      />
      <HotListTables month={month} />
    </div>
  );
}
