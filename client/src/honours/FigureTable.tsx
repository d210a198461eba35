// Figures by row, each with its definition below.
import type { ReactNode } from 'react';
import { Card } from '../ui/Card.tsx';
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';

type Figure = keyof (typeof words)['zh']['figure'];

interface TableProps {
  title: string;
  /** What each row is. */
  row: string;
  figures: readonly Figure[];
  rows: readonly { name: string; cells: readonly string[] }[];
  children?: ReactNode;
}

/** A table on wide screens; on narrow ones a card a row. */
export function FigureTable({ title, row, figures, rows, children }: TableProps) {
  const w = useWords(words);
  return (
    <Card title={title}>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{row}</th>
            {figures.map((figure) => (
              <th key={figure} scope="col">
                {w.figure[figure].name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, n) => (
                <td key={figures[n]} className="numbers" data-name={figures[n] && w.figure[figures[n]].name}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
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
