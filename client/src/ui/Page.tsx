// A page in its column: its title, what it is for, whether it is live; below that, whatever the room lays out.
import type { ReactNode } from 'react';
import { LiveDot } from './LiveDot.tsx';

interface Props {
  title: string;
  /** What it is for, in a sentence. */
  lead?: string;
  /** Says how old it is. */
  isLive?: boolean;
  /** Tables use the width. */
  isWide?: boolean;
  children?: ReactNode;
}

export function Page({ title, lead, isLive, isWide, children }: Props) {
  return (
    <div className={isWide ? 'page page-wide' : 'page'}>
      <header>
        <div className="page-head">
          <h1>{title}</h1>
          {isLive && <LiveDot />}
        </div>
        {lead && <p className="note">{lead}</p>}
      </header>
      {children}
    </div>
  );
}
