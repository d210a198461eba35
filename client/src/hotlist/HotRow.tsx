// One entry: rank and movement, what and where, the vote.
import { memo } from 'react';
import { Link } from 'wouter';
import { useWords } from '../ui/preferences.ts';
import { Sparkline } from '../ui/Sparkline.tsx';
import { timeAgo } from '../ui/time.ts';
import { words as uiWords } from '../ui/words.ts';
import { StatusChip } from './StatusChip.tsx';
import type { HotEdge } from './useHotList.ts';
import { VoteButton } from './VoteButton.tsx';
import { words } from './words.ts';

/** Short enough for a row: the number where grids are numbered, else the name. */
function placeName(grid: HotEdge['node']['grid'], w: (typeof words)['zh']): string {
  if (!grid) return w.wholeStreet;
  return /^\d+$/.test(grid.code) ? w.gridNumber(grid.code) : grid.name;
}

interface Props {
  rank: number;
  previousRank: number | null;
  issue: HotEdge['node'];
  /** Heat against the hottest of the list, 0–1. */
  relativeHeat: number;
  showsMovement: boolean;
  isCompact: boolean;
  isCurrent: boolean;
}

export const HotRow = memo(function HotRow({ rank, previousRank, issue, relativeHeat, showsMovement, isCompact, isCurrent }: Props) {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const recent = issue.hourlyVotes.reduce((sum, votes) => sum + votes, 0);
  return (
    <article className={`hot-row${isCurrent ? ' hot-row-current' : ''}`}>
      <span className="hot-heat" style={{ opacity: 0.12 + 0.88 * relativeHeat }} aria-hidden="true" />
      <div className="hot-rank">
        <span className={`hot-number numbers${rank <= 3 ? ' hot-number-top' : ''}`} role="img" aria-label={w.rank(rank)}>
          {rank}
        </span>
        {showsMovement && !isCompact && <Movement rank={rank} previousRank={previousRank} />}
      </div>
      <div className="hot-what">
        <h3 className="hot-title">
          <Link href={`/hot/${issue.id}`} aria-current={isCurrent ? 'true' : undefined}>
            {issue.title}
          </Link>
        </h3>
        <p className="hot-where">
          {showsMovement && isCompact && <Movement rank={rank} previousRank={previousRank} />}
          <StatusChip status={issue.status} />
          <span className="hot-place">
            {placeName(issue.grid, w)}
            {recent > 0 ? (
              <>
                {' '}
                · <span className="numbers hot-recent">{w.recent(recent)}</span>
              </>
            ) : (
              issue.status === 'OPEN' && !isCompact && <> · {timeAgo(issue.createdAt, ui)}</>
            )}
          </span>
          {!isCompact && <Sparkline hourly={issue.hourlyVotes} label={w.trend(recent)} />}
        </p>
      </div>
      <VoteButton issue={issue} />
    </article>
  );
});

function Movement({ rank, previousRank }: { rank: number; previousRank: number | null }) {
  const w = useWords(words);
  if (previousRank === null) {
    return (
      <span className="move move-new" role="img" aria-label={w.freshLong}>
        {w.fresh}
      </span>
    );
  }
  const climbed = previousRank - rank;
  if (climbed === 0) {
    return (
      <span className="move" role="img" aria-label={w.same}>
        –
      </span>
    );
  }
  return (
    <span className={`move numbers${climbed > 0 ? ' move-up' : ''}`} role="img" aria-label={climbed > 0 ? w.up(climbed) : w.down(-climbed)}>
      {climbed > 0 ? w.upShort(climbed) : w.downShort(-climbed)}
    </span>
  );
}
