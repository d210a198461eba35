// Who else has the ticket open; nothing when nobody does. As long as it is shown, the others see the viewer.
import { Eye } from 'lucide-react';
import { useSubscription } from 'urql';
import { TicketViewersDocument } from '../generated/tickets/graphql.ts';
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';

export function Onlookers({ ticketId }: { ticketId: string }) {
  const w = useWords(words);
  const [{ data }] = useSubscription({ query: TicketViewersDocument, variables: { ticketId } });
  const names = data?.ticketViewers.map(({ title }) => title).join(w.listComma);
  return names ? (
    <p className="onlookers" role="status">
      <Eye aria-hidden="true" className="inline-icon" /> {w.presence(names)}
    </p>
  ) : null;
}
