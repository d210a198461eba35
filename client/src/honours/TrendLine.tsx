// A line by month: grey for what it is compared with, blue for what it is about, orange for the month in question.
import { heightOf, linesThrough, type Point, type Scale, spotOf } from './trend.ts';
import './trend.css';

interface Props {
  points: readonly Point[];
  /** What it is compared with: all grids together. */
  context?: readonly Point[];
  /** A value to reach. */
  target?: number | null;
  scale: Scale;
  /** What is told to whoever does not see it. */
  label: string;
}

/** As large as the box around it. The last month is the one in question. */
export function TrendLine({ points, context = [], target = null, scale, label }: Props) {
  const last = spotOf(points, points.length - 1, scale);
  return (
    <div className="trend" role="img" aria-label={label}>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <line className="trend-base" x1="0" y1="100" x2="100" y2="100" />
        {target !== null && <line className="trend-target" x1="0" x2="100" y1={heightOf(target, scale)} y2={heightOf(target, scale)} />}
        {linesThrough(context, scale).map((line) => (
          <polyline key={line} className="trend-context" points={line} />
        ))}
        {linesThrough(points, scale).map((line) => (
          <polyline key={line} className="trend-line" points={line} />
        ))}
      </svg>
      {last && <span className="trend-point" style={{ left: `${last.x}%`, top: `${last.y}%` }} />}
    </div>
  );
}
