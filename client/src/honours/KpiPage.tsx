// Figures 考核 of grids and teams by month, each with its definition.
import { useState } from 'react';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { KpisDocument, KpiTrendDocument } from '../generated/honours/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { SelectField } from '../ui/Field.tsx';
import { Page } from '../ui/Page.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { PageWaits } from '../ui/Skeleton.tsx';
import { lastMonths, monthName } from '../ui/time.ts';
import { type Cell, FigureTable } from './FigureTable.tsx';
import { HotListTables } from './HotListTables.tsx';
import { KpiTrend } from './KpiTrend.tsx';
import { FEW } from './trend.ts';
import { words } from './words.ts';
import './honours.css';

const count = (value: number): Cell => [String(value), value];
const percent = (share: number | null): Cell => [share === null ? '—' : `${Math.round(share * 100)} %`, share];
const decimal = (value: number | null): Cell => [value === null ? '—' : value.toFixed(1), value];
const hours = (minutes: number): Cell => [(minutes / 60).toFixed(minutes % 60 === 0 ? 0 : 1), minutes];

export default function KpiPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const months = lastMonths(new Date());
  // The last one that is whole: of one that has just begun little can be said.
  const [month, setMonth] = useState(months[1] ?? '');
  const me = useMe();
  const isAllowed = me?.viewer?.can.readKpis ?? false;
  const { data, error, reread } = useRead({
    query: KpisDocument,
    variables: { month },
    pause: !isAllowed,
    requestPolicy: 'cache-and-network',
  });
  const arrival = (minutes: number | null): Cell => [minutes === null ? '—' : w.minutes(Math.round(minutes)), minutes];
  // Both at once: charts that come later push the tables down.
  const trend = useRead({ query: KpiTrendDocument, variables: { month }, pause: !isAllowed });
  if (me && !isAllowed) return <SignInFirst />;
  if (!data || !(trend.data || trend.error)) return <PageWaits error={error} onRetry={reread} />;
  return (
    <Page title={w.kpiTitle} lead={w.kpiLead} isWide>
      <div className="kpi-ask">
        <SelectField
          label={w.month}
          value={month}
          onChange={setMonth}
          options={months.map((value) => [value, monthName(value, language)])}
        />
      </div>
      <KpiTrend key={month} month={month} isOver={month !== months[0]} />
      <FigureTable
        title={w.grids}
        row={w.grid}
        figures={['tickets', 'onTime', 'ended', 'reopened', 'arrival', 'rating', 'service']}
        rows={data.gridKpis.map((one) => ({
          name: one.grid?.name ?? '',
          isFew: one.ticketCount < FEW,
          cells: [
            count(one.ticketCount),
            percent(one.onTimeShare),
            percent(one.endedShare),
            percent(one.reopenedShare),
            arrival(one.medianArrivalMinutes),
            decimal(one.averageRating),
            hours(one.volunteerMinutes),
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
            count(one.shiftCount),
            hours(one.minutes),
            count(one.peopleCount),
            percent(one.filledShare),
            percent(one.attendedShare),
            count(one.forgottenCount),
            count(one.shortNoticeCount),
            decimal(one.averageRating),
          ],
        }))}
      />
      <HotListTables month={month} />
    </Page>
  );
}
