// The street's grids, shaded by votes: polygons as they are, no tiles.
import { Link } from 'wouter';
import { useWords } from '../app/preferences.ts';
import { type Shape, useStreetDrawing, WIDTH } from './street-drawing.ts';
import { useHotList } from './useHotList.ts';
import { words } from './words.ts';
import './street-map.css';

export function StreetMap({ myGridId }: { myGridId: string | undefined }) {
  const w = useWords(words);
  const { edges } = useHotList({ board: null, order: 'TOP', first: 100 });
  const drawing = useStreetDrawing();
  const votes = new Map<string, number>();
  for (const { node } of edges ?? []) if (node.grid) votes.set(node.grid.id, (votes.get(node.grid.id) ?? 0) + node.voteCount);
  const most = Math.max(1, ...votes.values());
  if (!drawing) return null;

  return (
    <section className="card street">
      <h2>{w.map}</h2>
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
    </section>
  );
}

/** Mine is drawn over its neighbours: its outline is thicker. */
function mineLast(shapes: readonly Shape[], myGridId: string | undefined): Shape[] {
  return [...shapes.filter(({ grid }) => grid.id !== myGridId), ...shapes.filter(({ grid }) => grid.id === myGridId)];
}
