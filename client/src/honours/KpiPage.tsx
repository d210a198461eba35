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
import { words } from './words.ts';
import '../volunteers/volunteers.css';
import './honours.css';

type Figure = keyof (typeof words)['zh']['figure'];

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
        figures={['shifts', 'service', 'came', 'filled', 'attended', 'forgotten', 'shortNotice', 'rating']}
        rows={data.teamKpis.map((one) => ({
          name: one.team?.name ?? '',
          cells: [
            ...[String(one.shiftCount), hours(one.minutes), String(one.peopleCount), percent(one.filledShare), percent(one.attendedShare)],
            ...[String(one.forgottenCount), String(one.shortNoticeCount), decimal(one.averageRating)],
          ],
        }))}
      />
    </div>
  );
}

interface TableProps {
  title: string;
  figures: readonly Figure[];
  rows: readonly { name: string; cells: readonly string[] }[];
}

/** A table on wide screens; on narrow ones a card a row. */
function FigureTable({ title, figures, rows }: TableProps) {
  const w = useWords(words);
  return (
    <section className="card shift-facts">
      <h2>{title}</h2>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{title}</th>
            {figures.map((figure) => (
              <th key={figure} scope="col">
                {w.figure[figure].name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, n) => (
                <td key={figures[n]} className="numbers" data-name={figures[n] && w.figure[figures[n]].name}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="figure-words note">
        {figures.map((figure) => (
          <div key={figure}>
            <dt>{w.figure[figure].name}</dt>
            <dd>{w.figure[figure].means}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
