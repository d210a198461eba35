// Where a ticket stands: icon, word and colour.
import { CircleCheck, CircleDot, CircleX, Footprints, type LucideIcon, Send } from 'lucide-react';
import type { TicketStatus } from '../generated/tickets/graphql.ts';
import { useWords } from '../ui/preferences.ts';
import { Tag, type Tone } from '../ui/Tag.tsx';
import { words } from './words.ts';

const LOOKS: Record<TicketStatus, [tone: Tone, icon: LucideIcon]> = {
  SUBMITTED: ['note', Send],
  TRIAGED: ['note', CircleDot],
  DISPATCHED: ['wait', CircleDot],
  ACCEPTED: ['wait', CircleDot],
  EN_ROUTE: ['wait', Footprints],
  ON_SCENE: ['wait', Footprints],
  IN_MEDIATION: ['wait', CircleDot],
  RESOLVED: ['good', CircleCheck],
  CLOSED: ['good', CircleCheck],
  REJECTED: ['calm', CircleX],
  MERGED: ['calm', CircleX],
  CANCELLED: ['calm', CircleX],
};

export function StatusTag({ status }: { status: TicketStatus }) {
  const w = useWords(words);
  const [tone, Icon] = LOOKS[status];
  return (
    <Tag tone={tone}>
      <Icon aria-hidden="true" /> {w.status[status]}
    </Tag>
  );
}
