// Reports by week, before and after something was done, with how sure the means are; and in words what may be said of it.
import { type ReactNode, useEffect } from 'react';
import { IssueEffectDocument, type IssueEffectQuery } from '../generated/answers/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Card } from '../ui/Card.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { dateTime } from '../ui/time.ts';
import { words } from './words.ts';

type Effect = NonNullable<NonNullable<IssueEffectQuery['hotIssue']>['effect']>;
type Rate = NonNullable<Effect['before']>;

const WEEK_WIDTH = 20;
const HEIGHT = 100;
/** Weeks with fewer reports are told only to staff on duty there: their count is null. */
const FEW = 5;

interface Props {
  issueId: string;
  /** Of the chain: with each the picture may be another one. */
  stepCount: number;
  /** Shown below it, once it is there: nothing jumps. */
  children: ReactNode;
}

export function EffectCard({ issueId, stepCount, children }: Props) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { data, error, reread } = useRead({ query: IssueEffectDocument, variables: { id: issueId } });
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each step
  useEffect(() => {
    if (data) reread();
  }, [stepCount]);
  if (!data && !error) return <section className="card effect-loading" aria-busy="true" />;
  const effect = data?.hotIssue?.effect;
  if (!effect) return children;
  const { since, verdict, weeks, before, after } = effect;
  const rate = ({ perWeek, low, high }: Rate) =>
    perWeek > 0 ? w.perWeek(perWeek.toFixed(1), low.toFixed(1), high.toFixed(1)) : w.noneAWeek;
  return (
    <>
      <Card title={w.effect} className="effect">
        <p className={`effect-verdict effect-${verdict.toLowerCase()}`}>{w.verdicts[verdict]}</p>
        <Chart effect={effect} />
        <dl className="effect-rates numbers">
          <dt className="effect-before">{w.before}</dt>
          <dd>{before ? rate(before) : w.tooFew}</dd>
          {weeks.some(({ isAfter }) => isAfter) && (
            <>
              <dt className="effect-after">{w.after}</dt>
              <dd>{after ? rate(after) : w.tooFew}</dd>
            </>
          )}
        </dl>
        <p className="note">
          {since && `${w.doneSince(dateTime(since, language))} · `}
          {data?.hotIssue?.grid ? w.effectOf : w.effectOfAll}
        </p>
      </Card>
      {children}
    </>
  );
}

/** A bar a week; over each half its mean as a line in the band of its interval. */
function Chart({ effect: { weeks, before, after } }: { effect: Effect }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const most = Math.max(FEW, before?.high ?? 0, after?.high ?? 0, ...weeks.map(({ count }) => count ?? 0));
  const y = (value: number) => HEIGHT - (value / most) * HEIGHT;
  const split = weeks.filter(({ isAfter }) => !isAfter).length * WEEK_WIDTH;
  const width = weeks.length * WEEK_WIDTH;
  const day = (at: string) =>
    new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { month: 'numeric', day: 'numeric' }).format(new Date(at));
  return (
    <figure>
      <svg className="effect-chart" viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {weeks.map(({ from, count, isAfter }, index) => (
          <rect
            key={from}
            className={`${isAfter ? 'effect-after' : 'effect-before'} ${count === null ? 'effect-few' : ''}`}
            x={index * WEEK_WIDTH + 3}
            width={WEEK_WIDTH - 6}
            y={y(count ?? FEW)}
            height={HEIGHT - y(count ?? FEW)}
          />
        ))}
        {before && <Band rate={before} from={0} to={split} y={y} name="before" />}
        {after && <Band rate={after} from={split} to={width} y={y} name="after" />}
        {split < width && <line className="effect-since" x1={split} x2={split} y1={0} y2={HEIGHT} />}
      </svg>
      <figcaption className="bars-axis numbers">
        <span>{day(weeks[0]?.from ?? '')}</span>
        <span>{day(weeks.at(-1)?.from ?? '')}</span>
      </figcaption>
      <ul className="visually-hidden">
        {weeks.map(({ from, count }) => (
          <li key={from}>{w.weekCount(day(from), count)}</li>
        ))}
      </ul>
    </figure>
  );
}

interface BandProps {
  rate: Rate;
  from: number;
  to: number;
  y: (value: number) => number;
  name: 'before' | 'after';
}

function Band({ rate: { perWeek, low, high }, from, to, y, name }: BandProps) {
  return (
    <g className={`effect-band effect-${name}`}>
      <rect x={from} width={to - from} y={y(high)} height={y(low) - y(high)} />
      <line x1={from} x2={to} y1={y(perWeek)} y2={y(perWeek)} />
    </g>
  );
}
