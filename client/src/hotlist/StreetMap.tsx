// The street's grids, shaded by votes: polygons as they are, no tiles.
import { useMemo } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useWords } from '../app/preferences.ts';
import { StreetDocument, type StreetQuery } from '../generated/graphql.ts';
import { useHotList } from './useHotList.ts';
import { words } from './words.ts';
import './street-map.css';

type Grid = StreetQuery['grids']['edges'][number]['node'];
type Polygons = [number, number][][][];

const WIDTH = 400;

interface Shape {
  grid: Grid;
  path: string;
  center: [number, number];
}

export function StreetMap({ myGridId }: { myGridId: string | undefined }) {
  const w = useWords(words);
  const [{ data }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  const { edges } = useHotList({ board: null, order: 'TOP', first: 100 });
  const drawing = useMemo(() => draw(data?.grids.edges.map(({ node }) => node) ?? []), [data]);
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

/** Projects the grids onto the picture: equirectangular, fine for a city. Null when none has a boundary. */
function draw(grids: readonly Grid[]): { shapes: Shape[]; height: number } | null {
  const shaped = grids.flatMap((grid) => {
    const boundary = grid.boundary as { coordinates: Polygons } | null;
    return boundary ? [{ grid, polygons: boundary.coordinates }] : [];
  });
  if (shaped.length === 0) return null;
  const points = shaped.flatMap(({ polygons }) => polygons.flat(2));
  const west = Math.min(...points.map(([x]) => x));
  const east = Math.max(...points.map(([x]) => x));
  const south = Math.min(...points.map(([, y]) => y));
  const north = Math.max(...points.map(([, y]) => y));
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const margin = 2;
  const scale = (WIDTH - 2 * margin) / ((east - west) * shrink);
  const place = ([x, y]: [number, number]): [number, number] => [margin + (x - west) * shrink * scale, margin + (north - y) * scale];
  return {
    height: (north - south) * scale + 2 * margin,
    shapes: shaped.map(({ grid, polygons }) => {
      const rings = polygons.flat().map((ring) => ring.map(place));
      const outline = rings[0] ?? [];
      return {
        grid,
        path: rings.map((ring) => `M${ring.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`).join(''),
        center: middle(outline),
      };
    }),
  };
}

function middle(ring: readonly [number, number][]): [number, number] {
  const open = ring.slice(0, -1);
  const sum = open.reduce<[number, number]>(([sx, sy], [x, y]) => [sx + x, sy + y], [0, 0]);
  return [sum[0] / open.length, sum[1] / open.length];
}
