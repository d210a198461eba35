// Figures 考核 of grids and teams by month, each with its definition.
import { useState } from 'react';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { KpisDocument } from '../generated/honours/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { SelectField } from '../ui/Field.tsx';
import { Page } from '../ui/Page.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { PageWaits } from '../ui/Skeleton.tsx';
import { lastMonths, monthName } from '../ui/time.ts';
import { FigureTable } from './FigureTable.tsx';
import { HotListTables } from './HotListTables.tsx';
import { words } from './words.ts';
import './honours.css';

const percent = (share: number | null) => (share === null ? '—' : `${Math.round(share * 100)} %`);
const decimal = (value: number | null) => (value === null ? '—' : value.toFixed(1));
const hours = (minutes: number) => (minutes / 60).toFixed(minutes % 60 === 0 ? 0 : 1);

export default function KpiPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const months = lastMonths(new Date());
  const [month, setMonth] = useState(months[0] ?? '');
  const me = useMe();
  const isAllowed = me?.viewer?.can.readKpis ?? false;
  const { data, error, reread } = useRead({
    query: KpisDocument,
    variables: { month },
    pause: !isAllowed,
    requestPolicy: 'cache-and-network',
  });
  const arrival = (minutes: number | null) => (minutes === null ? '—' : w.minutes(Math.round(minutes)));
  if (me && !isAllowed) return <SignInFirst />;
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  return (
    <Page title={w.kpiTitle} lead={w.kpiLead} isWide>
      <SelectField label={w.month} value={month} onChange={setMonth} options={months.map((value) => [value, monthName(value, language)])} />
      <FigureTable
        title={w.grids}
        row={w.grid}
        figures={['tickets', 'onTime', 'ended', 'reopened', 'arrival', 'rating', 'service']}
        rows={data.gridKpis.map((one) => ({
          name: one.grid?.name ?? '',
          cells: [
            String(one.ticketCount),
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
            String(one.shiftCount),
            hours(one.minutes),
            String(one.peopleCount),
            percent(one.filledShare),
            percent(one.attendedShare),
            String(one.forgottenCount),
            String(one.shortNoticeCount),
            decimal(one.averageRating),
          ],
        }))}
      />
      <HotListTables month={month} />
    </Page>
  );
}
