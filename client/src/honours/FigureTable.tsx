// Figures by row, sorted by any of them, each with its definition below.
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Card } from '../ui/Card.tsx';
import { SelectField } from '../ui/Field.tsx';
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';
import './trend.css';

type Figure = keyof (typeof words)['zh']['figure'];

/** What is shown, and the number it stands for; null: there is none. */
export type Cell = readonly [text: string, value: number | null];

export interface FigureRow {
  name: string;
  cells: readonly Cell[];
  /** Of all others together: it stays first. */
  isTotal?: boolean;
  /** Of so few tickets that its shares say little. */
  isFew?: boolean;
}

interface TableProps {
  title: string;
  /** What each row is. */
  row: string;
  figures: readonly Figure[];
  rows: readonly FigureRow[];
  children?: ReactNode;
}

interface Order {
  figure: Figure;
  isRising: boolean;
}

/** A table on wide screens; on narrow ones a card a row. */
export function FigureTable({ title, row, figures, rows, children }: TableProps) {
  const w = useWords(words);
  const [order, setOrder] = useState<Order | null>(null);
  const sorted = order ? inOrder(rows, figures.indexOf(order.figure), order.isRising) : rows;
  return (
    <Card title={title}>
      <div className="figures-order">
        <SelectField<Figure | ''>
          label={w.order}
          value={order?.figure ?? ''}
          onChange={(figure) => setOrder(figure === '' ? null : { figure, isRising: false })}
          none={w.orderAsIs}
          options={figures.map((figure) => [figure, w.figure[figure].name])}
        />
      </div>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{row}</th>
            {figures.map((figure) => (
              <Heading key={figure} figure={figure} order={order?.figure === figure ? order : null} onOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ name, cells, isFew }) => (
            <tr key={name} className={isFew ? 'is-few' : undefined}>
              <th scope="row">{name}</th>
              {cells.map(([text], n) => (
                <td key={figures[n]} className="numbers" data-name={figures[n] && w.figure[figures[n]].name}>
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.some(({ isFew }) => isFew) && <p className="note">{w.fewGrey}</p>}
      <dl className="figure-words note">
        {figures.map((figure) => (
          <div key={figure}>
            <dt>{w.figure[figure].name}</dt>
            <dd>{w.figure[figure].means}</dd>
          </div>
        ))}
      </dl>
      {children}
    </Card>
  );
}

/** The largest first, then the smallest. */
function Heading({ figure, order, onOrder }: { figure: Figure; order: Order | null; onOrder: (order: Order) => void }) {
  const w = useWords(words);
  const Icon = order?.isRising ? ArrowUp : ArrowDown;
  return (
    <th scope="col" {...(order && { 'aria-sort': order.isRising ? ('ascending' as const) : ('descending' as const) })}>
      <button type="button" className="sort" onClick={() => onOrder({ figure, isRising: order !== null && !order.isRising })}>
        {w.figure[figure].name}
        {order && <Icon aria-hidden="true" />}
      </button>
    </th>
  );
}

/** The total stays first, what has no number comes last. */
function inOrder(rows: readonly FigureRow[], column: number, isRising: boolean): FigureRow[] {
  return rows.toSorted((one, other) => {
    if (one.isTotal || other.isTotal) return Number(other.isTotal ?? false) - Number(one.isTotal ?? false);
    const [a, b] = [one.cells[column]?.[1] ?? null, other.cells[column]?.[1] ?? null];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return isRising ? a - b : b - a;
  });
}
