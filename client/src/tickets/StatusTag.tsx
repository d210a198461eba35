// Where a ticket stands: icon, word and colour.
import { CircleCheck, CircleDot, CircleX, Footprints, type LucideIcon, Send } from 'lucide-react';
import { useWords } from '../app/preferences.ts';
import type { TicketStatus } from '../generated/tickets/graphql.ts';
import { words } from './words.ts';

const LOOKS: Record<TicketStatus, [tone: string, icon: LucideIcon]> = {
  SUBMITTED: ['new', Send],
  TRIAGED: ['new', CircleDot],
  DISPATCHED: ['work', CircleDot],
  ACCEPTED: ['work', CircleDot],
  EN_ROUTE: ['work', Footprints],
  ON_SCENE: ['work', Footprints],
  IN_MEDIATION: ['work', CircleDot],
  RESOLVED: ['done', CircleCheck],
  CLOSED: ['done', CircleCheck],
  REJECTED: ['ended', CircleX],
  MERGED: ['ended', CircleX],
  CANCELLED: ['ended', CircleX],
};

export function StatusTag({ status }: { status: TicketStatus }) {
  const w = useWords(words);
  const [tone, Icon] = LOOKS[status];
  return (
    <span className={`ticket-status ticket-status-${tone}`}>
      <Icon aria-hidden="true" /> {w.status[status]}
    </span>
  );
}
