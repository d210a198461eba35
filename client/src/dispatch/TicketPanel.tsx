// A ticket beside the board: all of its page.
import { X } from 'lucide-react';
import { Link } from 'wouter';
import { TicketView } from '../tickets/TicketPage.tsx';
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';

export function TicketPanel({ id, onClose }: { id: string; onClose(): void }) {
  const w = useWords(words);
  return (
    <aside className="board-panel" aria-label={w.openPage}>
      <header className="board-head">
        <Link className="board-link" href={`/tickets/${id}`}>
          {w.openPage}
        </Link>
        <button type="button" className="board-icon" aria-label={w.close} onClick={onClose}>
          <X aria-hidden="true" />
        </button>
      </header>
      <TicketView key={id} id={id} />
    </aside>
  );
}
