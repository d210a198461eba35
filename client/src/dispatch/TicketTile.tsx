// One ticket on the board: what, where, whose, how long.
import { Siren } from 'lucide-react';
import type { BoardTicketFragment } from '../generated/tickets/graphql.ts';
import { words as ticketWords } from '../tickets/words.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { SlaRing, slaLook } from './SlaRing.tsx';
import { words } from './words.ts';

/** What the ticket is called on the board: its words, or its category. */
export function useTicketName(): (ticket: Pick<BoardTicketFragment, 'description' | 'category' | 'source'>) => string {
  const w = useWords(ticketWords);
  const { language } = usePreferences();
  return ({ description, category, source }) => {
    const line = description?.split('\n', 1)[0]?.trim() ?? '';
    const name = language === 'zh' ? category.nameZh : category.nameEn;
    if (source === 'ALARM') return line ? `${w.alarm} · ${line}` : w.alarm;
    return line || name;
  };
}

const placeOf = ({ place }: Pick<BoardTicketFragment, 'place'>, noGrid: string) => place?.sentence ?? noGrid;

export interface TileProps {
  ticket: BoardTicketFragment;
  now: number;
  isCurrent: boolean;
  isMarked: boolean;
  onOpen(): void;
  onMark(): void;
}

/** A row of the queue, with its ring. */
export function QueueRow({ ticket, now, isCurrent, isMarked, onOpen, onMark }: TileProps) {
  const w = useWords(words);
  const tw = useWords(ticketWords);
  const nameOf = useTicketName();
  const { tone } = slaLook(ticket, now);
  return (
    <li
      className={`queue-row queue-${tone}${ticket.priority === 'P1' ? ' queue-p1' : ''}${isCurrent ? ' is-current' : ''}`}
      data-ticket={ticket.id}
    >
      <label className="board-card-mark">
        <input type="checkbox" checked={isMarked} onChange={onMark} aria-label={w.mark(ticket.number)} />
      </label>
      <button type="button" className="queue-open" aria-current={isCurrent || undefined} onClick={onOpen}>
        <SlaRing ticket={ticket} now={now} />
        <span className="queue-what">
          <strong>
            {ticket.source === 'ALARM' && <Siren aria-hidden="true" className="inline-icon" />} {nameOf(ticket)}
          </strong>
          <span className="board-note">{placeOf(ticket, tw.noGrid)}</span>
        </span>
        <span className="queue-side">
          <span className={`priority priority-${ticket.priority.toLowerCase()}`}>{ticket.priority}</span>
          <span className="board-note">
            {ticket.assignee ? `${ticket.assignee.title} ` : ''}
            {tw.status[ticket.status]}
          </span>
        </span>
      </button>
    </li>
  );
}

interface CardProps extends TileProps {
  onMenu(): void;
}

/** A card of the kanban: dragged, or moved by its menu. */
export function BoardCard({ ticket, now, isCurrent, isMarked, onOpen, onMenu }: CardProps) {
  const w = useWords(words);
  const tw = useWords(ticketWords);
  const nameOf = useTicketName();
  const { tone, text } = slaLook(ticket, now);
  const left = tone === 'late' ? tw.over(text) : tone === 'none' || tone === 'paused' ? tw.status[ticket.status] : tw.left(text);
  return (
    <li
      className={`board-card${ticket.priority === 'P1' ? ' board-card-p1' : ''}${isCurrent ? ' is-current' : ''}${isMarked ? ' is-marked' : ''}`}
      data-ticket={ticket.id}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', ticket.id);
        event.dataTransfer.effectAllowed = 'move';
      }}
    >
      <button type="button" className="board-card-open" aria-current={isCurrent || undefined} onClick={onOpen}>
        <span className="board-card-head">
          <span className={`priority priority-${ticket.priority.toLowerCase()}`}>{ticket.priority}</span>
          <span className="board-note numbers">{ticket.number.slice(-4)}</span>
          <span className="board-card-who">{ticket.assignee?.title ?? '—'}</span>
        </span>
        <strong>{nameOf(ticket)}</strong>
        <span className="board-note numbers">
          {placeOf(ticket, tw.noGrid)} <span className={`board-card-left sla-${tone}`}>{left}</span>
        </span>
        <span className={`board-card-time numbers sla-${tone}`} aria-hidden="true">
          {text}
        </span>
      </button>
      <button type="button" className="board-card-menu" aria-label={w.menuOf(ticket.number)} onClick={onMenu}>
        ⋯
      </button>
    </li>
  );
}
