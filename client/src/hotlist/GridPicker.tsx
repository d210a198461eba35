// The street as a picture on which one grid can be pointed at; the list beside it says the same for keyboards and readers.
import { useStreetDrawing, WIDTH } from './street-drawing.ts';
import './street-map.css';

export function GridPicker({ gridId, onPick }: { gridId: string | null; onPick: (gridId: string) => void }) {
  const drawing = useStreetDrawing();
  if (!drawing) return null;
  return (
    <svg className="street-picker" viewBox={`0 0 ${WIDTH} ${drawing.height.toFixed(0)}`} aria-hidden="true">
      {drawing.shapes.map(({ grid, path, center: [x, y] }) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the list beside it is the way for keyboards
        <g key={grid.id} className={`street-grid${grid.id === gridId ? ' street-picked' : ''}`} onClick={() => onPick(grid.id)}>
          <path d={path} />
          <text x={x} y={y}>
            {grid.code}
          </text>
        </g>
      ))}
    </svg>
  );
}
