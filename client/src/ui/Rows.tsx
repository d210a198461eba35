// A list whose entries stand below each other with a line between them: what it is, and at its end a figure or what to do.
import type { ReactNode } from 'react';
import './rows.css';

export function Rows({ isRanked, children }: { isRanked?: boolean; children: ReactNode }) {
  const List = isRanked ? 'ol' : 'ul';
  return <List className="rows">{children}</List>;
}

interface RowProps {
  /** Before it: an icon, a time. */
  start?: ReactNode;
  end?: ReactNode;
  children: ReactNode;
}

/** What stands in it stands below each other. */
export function Row({ start, end, children }: RowProps) {
  return (
    <li className="row">
      {start}
      <div className="row-what">{children}</div>
      {end && <div className="row-end numbers">{end}</div>}
    </li>
  );
}
