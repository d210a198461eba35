// A route on the street's grids: numbered points in their order. No tiles: it is there without a network, too.
import type { MouseEvent } from 'react';
import { type Drawing, useStreetDrawing } from '../hotlist/street-drawing.ts';
import { useWords } from '../ui/preferences.ts';
import { walkWords } from './walk-words.ts';

interface MapPoint {
  name: string;
  longitude: number;
  latitude: number;
  state?: 'passed' | 'far' | undefined;
}

interface Props {
  points: readonly MapPoint[];
  /** The grid that it is about: shown whole where there are no points. */
  gridId?: string | undefined;
  /** Where somebody has pressed; left out: it is only looked at. */
  onPress?: ((position: { longitude: number; latitude: number }) => void) | undefined;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Higher than wide would push what is below it off a phone. */
const HEIGHT_PER_WIDTH = 0.6;

export function RouteMap({ points, gridId, onPress }: Props) {
  const w = useWords(walkWords);
  const drawing = useStreetDrawing();
  if (!drawing) return null;
  const places = points.map(({ longitude, latitude }) => drawing.place(longitude, latitude));
  const box = boxOf(places.length > 0 ? places : cornersOf(drawing, gridId));
  const unit = box.width / 100;
  const press = (event: MouseEvent<SVGSVGElement>) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const x = box.x + ((event.clientX - left) / width) * box.width;
    const y = box.y + ((event.clientY - top) / height) * box.height;
    onPress?.(drawing.positionAt(x, y));
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: by keyboard a point is added from the list of posts, or from where one stands
    <svg
      className={`route-map${onPress ? ' route-map-pressed' : ''}`}
      viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
      role="img"
      aria-label={w.mapOf(points.map(({ name }) => name).join(' → '))}
      onClick={onPress && press}
    >
      {drawing.shapes.map(({ grid, path }) => (
        <path key={grid.id} className={`route-grid${grid.id === gridId ? ' route-grid-own' : ''}`} d={path} />
      ))}
      <polyline className="route-line" points={places.map(([x, y]) => `${x},${y}`).join(' ')} />
      {places.map(([x, y], index) => (
        <g key={`${points[index]?.name} ${x} ${y}`} className={`route-point route-point-${points[index]?.state ?? 'ahead'}`}>
          <circle cx={x} cy={y} r={3.4 * unit} />
          <text x={x} y={y} fontSize={4 * unit}>
            {index + 1}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** Around all places, with room at the edges, in the shape of the picture. */
function boxOf(places: readonly (readonly [number, number])[]): Box {
  const xs = places.map(([x]) => x);
  const ys = places.map(([, y]) => y);
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const wanted = Math.max(east - west, (south - north) / HEIGHT_PER_WIDTH, 20) * 1.4;
  const height = wanted * HEIGHT_PER_WIDTH;
  return { x: (west + east - wanted) / 2, y: (north + south - height) / 2, width: wanted, height };
}

/** Of a grid, or of the whole street. */
function cornersOf({ shapes }: Drawing, gridId: string | undefined): [number, number][] {
  const chosen = shapes.filter(({ grid }) => grid.id === gridId);
  return (chosen.length > 0 ? chosen : shapes).flatMap(({ outline }) => outline);
}
