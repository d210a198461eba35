// How a figure has gone for a year: of all grids together against the target, and of each grid beside the others.
import { TrendingDown, TrendingUp } from 'lucide-react';
import { useState } from 'react';
import { KpiTrendDocument, type KpiTrendQuery } from '../generated/honours/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Card } from '../ui/Card.tsx';
import { ErrorState } from '../ui/EmptyState.tsx';
import { SelectField } from '../ui/Field.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { monthName } from '../ui/time.ts';
import { TrendLine } from './TrendLine.tsx';
import { changeOf, heightOf, isShare, MEASURES, type Measure, type Point, pointsOf, type Scale, scaleOf, spotOf } from './trend.ts';
import { words } from './words.ts';

type Month = KpiTrendQuery['kpiTrend'][number];

/** Says a value of a measure, or by how much it has changed. */
function useSaid(measure: Measure) {
  const w = useWords(words);
  return (value: number | null, isChange = false): string => {
    if (value === null) return '—';
    if (isShare(measure)) return isChange ? w.percentPoints(Math.round(value * 100)) : `${Math.round(value * 100)} %`;
    if (measure === 'arrival') return w.minutes(Math.round(value));
    if (measure === 'rating') return value.toFixed(1);
    if (measure === 'service') return w.hoursLong(value.toFixed(value < 10 ? 1 : 0));
    return String(Math.round(value));
  };
}

/** @param isOver whether the month is: one that goes on is compared with none */
export function KpiTrend({ month, isOver }: { month: string; isOver: boolean }) {
  const w = useWords(words);
  const [measure, choose] = useState<Measure>('onTime');
  const { data, error, reread } = useRead({ query: KpiTrendDocument, variables: { month } });
  if (!data) return error ? <ErrorState onRetry={reread} /> : <CardSkeleton />;
  const byGrid = Map.groupBy(data.kpiTrend, ({ grid }) => grid?.id ?? null);
  const together = pointsOf(byGrid.get(null) ?? [], measure);
  const targets: Partial<Record<Measure, number>> = { onTime: data.kpiTargets.onTimeShare, ended: data.kpiTargets.endedShare };
  const grids = [...byGrid].flatMap(([id, rows]) => (id === null ? [] : [{ id, rows, points: pointsOf(rows, measure) }]));
  const shown = { measure, together, isOver };
  return (
    <>
      <Card title={w.trend}>
        <div className="kpi-ask">
          <SelectField<Measure>
            label={w.measure}
            value={measure}
            onChange={choose}
            hint={w.figure[measure].means}
            options={MEASURES.map((one) => [one, w.figure[one].name])}
          />
        </div>
        <Together {...shown} target={targets[measure] ?? null} />
      </Card>
      <Card title={w.byGrid(w.figure[measure].name)}>
        <Grids {...shown} grids={grids} />
      </Card>
    </>
  );
}

interface Shown {
  measure: Measure;
  together: readonly Point[];
  isOver: boolean;
}

function Together({ measure, together, isOver, target }: Shown & { target: number | null }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const said = useSaid(measure);
  const scale = scaleOf(measure, together, target);
  const [first, last] = [together[0], together.at(-1)];
  if (!first || !last) return null;
  const spot = spotOf(together, together.length - 1, scale);
  return (
    <>
      <p className="trend-now">
        <strong className="numbers">{said(last.value)}</strong>
        <Change points={together} isOver={isOver} said={said} />
      </p>
      <div className="trend-frame">
        <div className="trend-axis note numbers" aria-hidden="true">
          {marksOf(scale, target).map((value) => (
            <span key={value} style={{ top: `${heightOf(value, scale)}%` }}>
              {value === target ? w.target(said(value)) : said(value)}
            </span>
          ))}
        </div>
        <div className="trend-box">
          <TrendLine
            points={together}
            target={target}
            scale={scale}
            label={w.trendSays(w.figure[measure].name, said(first.value), said(last.value))}
          />
          {spot && (
            <span className={`trend-value numbers${spot.y > 60 ? ' trend-value-above' : ''}`} style={{ top: `${spot.y}%` }}>
              {said(last.value)}
            </span>
          )}
        </div>
        <p className="trend-months note">
          <span>{monthName(first.month, language)}</span>
          <span>{monthName(last.month, language)}</span>
        </p>
      </div>
      <details className="trend-table">
        <summary>{w.asTable}</summary>
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">{w.month}</th>
              <th scope="col">{w.figure[measure].name}</th>
            </tr>
          </thead>
          <tbody>
            {together.toReversed().map(({ month, value, isFew }) => (
              <tr key={month} className={isFew ? 'is-few' : undefined}>
                <th scope="row">{monthName(month, language)}</th>
                <td className="numbers" data-name={w.figure[measure].name}>
                  {said(value)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

/** What is written at the scale: its ends, and the target, which covers an end it is close to. */
function marksOf(scale: Scale, target: number | null): number[] {
  const ends = [scale.top, scale.low].filter((end) => target === null || Math.abs(heightOf(end, scale) - heightOf(target, scale)) > 14);
  return target === null ? ends : [...ends, target];
}

/** Small charts of the same scale: what differs between them is what differs between grids. */
function Grids({
  measure,
  together,
  isOver,
  grids,
}: Shown & { grids: readonly { id: string; rows: readonly Month[]; points: readonly Point[] }[] }) {
  const w = useWords(words);
  const said = useSaid(measure);
  const [order, setOrder] = useState<'high' | 'low' | 'change'>('low');
  const scale = scaleOf(measure, [...together, ...grids.flatMap(({ points }) => points)]);
  const keyOf = (points: readonly Point[]) => (order === 'change' ? changeOf(points, isOver) : (points.at(-1)?.value ?? null));
  // What has no number comes last, whatever is asked for.
  const sorted = grids.toSorted((one, other) => {
    const [a, b] = [keyOf(one.points), keyOf(other.points)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return order === 'high' ? b - a : a - b;
  });
  return (
    <>
      <div className="kpi-ask">
        <SelectField<'high' | 'low' | 'change'>
          label={w.order}
          value={order}
          onChange={setOrder}
          options={[
            ['low', w.lowFirst],
            ['high', w.highFirst],
            ['change', w.fallenFirst],
          ]}
        />
      </div>
      <p className="note">{w.multiplesKey}</p>
      <ul className="multiples">
        {sorted.map(({ id, rows, points }) => {
          const name = rows[0]?.grid?.name ?? '';
          const last = points.at(-1);
          return (
            <li key={id} className={last?.isFew ? 'multiple is-few' : 'multiple'}>
              <span className="multiple-name">{name}</span>
              <strong className="numbers">{said(last?.value ?? null)}</strong>
              <div className="multiple-box">
                <TrendLine
                  points={points}
                  context={together}
                  scale={scale}
                  label={w.trendSays(name, said(points[0]?.value ?? null), said(last?.value ?? null))}
                />
              </div>
              {last?.isFew ? (
                <span className="note">{w.few(rows.at(-1)?.ticketCount ?? 0)}</span>
              ) : (
                <Change points={points} isOver={isOver} said={said} />
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

interface ChangeProps {
  points: readonly Point[];
  isOver: boolean;
  said(value: number | null, isChange?: boolean): string;
}

function Change({ points, isOver, said }: ChangeProps) {
  const w = useWords(words);
  const change = changeOf(points, isOver);
  if (change === null) return <span className="note">{isOver ? w.notCompared : w.notOver}</span>;
  const size = said(Math.abs(change), true);
  if (size === said(0, true)) return <span className="note">{w.asBefore}</span>;
  const Icon = change > 0 ? TrendingUp : TrendingDown;
  return (
    <span className="note trend-change">
      <Icon className="inline-icon" aria-hidden="true" /> {change > 0 ? w.higher(size) : w.lower(size)}
    </span>
  );
}
