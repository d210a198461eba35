// Says whether the page is live, and how old it is when not.

import { useConnection } from '../net/connection.ts';
import { useWords } from './preferences.ts';
import { clockTime } from './time.ts';
import { words } from './words.ts';
import './live-dot.css';

export function LiveDot() {
  const w = useWords(words);
  const { state, heardAt } = useConnection();
  if (state === 'live') {
    return (
      <span className="live live-on">
        <span className="live-dot" aria-hidden="true" />
        {w.live} · {w.justNow}
      </span>
    );
  }
  const what = state === 'lost' ? w.lost : w.connecting;
  return (
    <span className="live" role="status">
      <span className="live-dot" aria-hidden="true" />
      {what}
      {heardAt !== null && ` · ${w.staleAt(clockTime(heardAt))}`}
    </span>
  );
}
