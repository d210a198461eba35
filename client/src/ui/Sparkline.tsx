// Votes of the last hours as a small line: the height is votes so far that day, so a steeper end means a hotter issue.
import './sparkline.css';

interface Props {
  /** Votes of each hour, oldest first. */
  hourly: readonly number[];
  label: string;
}

const WIDTH = 44;
const HEIGHT = 20;

export function Sparkline({ hourly, label }: Props) {
  let sum = 0;
  const running = hourly.map((votes) => {
    sum += votes;
    return sum;
  });
  if (sum === 0) return <span className="sparkline" />;
  const points = running
    .map(
      (value, index) => `${((index / (running.length - 1)) * WIDTH).toFixed(1)},${(HEIGHT - 2 - (value / sum) * (HEIGHT - 4)).toFixed(1)}`,
    )
    .join(' ');
  const isRising = hourly.slice(-6).reduce((a, b) => a + b, 0) * 4 > sum;
  return (
    <svg className={`sparkline${isRising ? ' sparkline-rising' : ''}`} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <polyline points={points} />
    </svg>
  );
}
