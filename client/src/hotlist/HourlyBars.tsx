// Votes of each of the last 24 hours; the last six in orange. The table behind it is for screen readers.
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';

export function HourlyBars({ hourly }: { hourly: readonly number[] }) {
  const w = useWords(words);
  const most = Math.max(4, ...hourly);
  return (
    <figure>
      <svg className="bars" viewBox="0 0 240 100" preserveAspectRatio="none" aria-hidden="true">
        {hourly.map((votes, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the hour is its place
            key={index}
            className={index >= hourly.length - 6 ? 'bars-recent' : undefined}
            x={index * 10 + 1}
            width={8}
            y={99 - (votes / most) * 98}
            height={(votes / most) * 98 + 1}
          />
        ))}
      </svg>
      <figcaption className="bars-axis">
        <span>{w.hourAxis[0]}</span>
        <span>{w.hourAxis[1]}</span>
      </figcaption>
      <p className="visually-hidden">{hourly.join(', ')}</p>
    </figure>
  );
}
