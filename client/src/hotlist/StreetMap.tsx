// The street's grids, shaded by votes: polygons as they are, no tiles.
import { useEffect } from 'react';
import { Link } from 'wouter';
import { VotesByGridDocument } from '../generated/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Card } from '../ui/Card.tsx';
import { useWords } from '../ui/preferences.ts';
import { type Shape, useStreetDrawing, WIDTH } from './street-drawing.ts';
import { words } from './words.ts';
import './street-map.css';

const ANEW_EVERY_MS = 60_000;

export function StreetMap({ myGridId }: { myGridId: string | undefined }) {
  const w = useWords(words);
  const votes = useVotesByGrid();
  const drawing = useStreetDrawing();
  const most = Math.max(1, ...votes.values());
  if (!drawing) return null;

  return (
    <Card title={w.map} className="street">
      <p className="note">{w.mapHint}</p>
      <svg viewBox={`0 0 ${WIDTH} ${drawing.height.toFixed(0)}`}>
        <title>{w.map}</title>
        {mineLast(drawing.shapes, myGridId).map(({ grid, path, center: [x, y] }) => (
          <Link
            key={grid.id}
            href={`/hot?board=grid:${grid.id}`}
            className={`street-grid${grid.id === myGridId ? ' street-mine' : ''}`}
            aria-label={w.mapVotes(grid.name, votes.get(grid.id) ?? 0)}
          >
            <path d={path} />
            <path className="street-heat" d={path} style={{ opacity: 0.75 * ((votes.get(grid.id) ?? 0) / most) }} />
            <text x={x} y={y}>
              {grid.code}
            </text>
          </Link>
        ))}
      </svg>
    </Card>
  );
}

/** Asked for now and then: a shade does not change with one vote, and pushing every vote to everybody's home is what weighs. */
function useVotesByGrid(): ReadonlyMap<string, number> {
  const { data, reread } = useRead({ query: VotesByGridDocument });
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && reread(), ANEW_EVERY_MS);
    return () => clearInterval(timer);
  }, [reread]);
  return new Map(data?.grids.edges.map(({ node }) => [node.id, node.voteCount]));
}

/** Mine is drawn over its neighbours: its outline is thicker. */
function mineLast(shapes: readonly Shape[], myGridId: string | undefined): Shape[] {
  return [...shapes.filter(({ grid }) => grid.id !== myGridId), ...shapes.filter(({ grid }) => grid.id === myGridId)];
}
