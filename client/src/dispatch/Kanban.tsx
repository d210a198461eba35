// Four columns from waiting to confirmed, on request in lanes by grid. A card is dragged to where it may go, or moved by its menu.
import { type DragEvent, useState } from 'react';
import type { BoardTicketFragment } from '../generated/tickets/graphql.ts';
import { words as ticketWords } from '../tickets/words.ts';
import { useWords } from '../ui/preferences.ts';
import { COLUMNS, type Column, columnOf } from './columns.ts';
import { BoardCard } from './TicketTile.tsx';
import { words } from './words.ts';

export interface KanbanProps {
  tickets: readonly BoardTicketFragment[];
  now: number;
  currentId: string;
  marked: ReadonlySet<string>;
  hasLanes: boolean;
  /** All that wait for their reporters: only the newest of them are on the board. */
  toConfirmCount: number;
  /** Cards a cell shows at most; the rest is counted. */
  most: number;
  onOpen(ticket: BoardTicketFragment): void;
  onMark(id: string): void;
  onMenu(ticket: BoardTicketFragment): void;
  /** A card was dropped on a column. */
  onDrop(id: string, column: Column): void;
}

export function Kanban(props: KanbanProps) {
  const w = useWords(words);
  const { tickets, hasLanes, toConfirmCount } = props;
  const counts = Map.groupBy(tickets, columnOf);
  return (
    <div className={`kanban${hasLanes ? ' kanban-lanes' : ''}`}>
      <div className="kanban-heads">
        {COLUMNS.map((column) => (
          <h3 key={column} id={`column-${column}`}>
            {w.columns[column]}{' '}
            <span className="board-note numbers">
              {column === 'toConfirm' ? Math.max(toConfirmCount, counts.get(column)?.length ?? 0) : (counts.get(column)?.length ?? 0)}
            </span>
          </h3>
        ))}
      </div>
      {hasLanes ? (
        lanesOf(tickets).map(([name, inLane]) => <Lane key={name} {...props} name={name} tickets={inLane} />)
      ) : (
        <Row {...props} />
      )}
    </div>
  );
}

function Lane({ name, ...props }: KanbanProps & { name: string }) {
  const tw = useWords(ticketWords);
  return (
    <section className="kanban-lane">
      <h4>{name || tw.noGrid}</h4>
      <Row {...props} />
    </section>
  );
}

function Row({ tickets, most, onDrop, currentId, marked, onOpen, onMark, onMenu, now }: KanbanProps) {
  const w = useWords(words);
  const [over, setOver] = useState<Column | null>(null);
  const drop = (event: DragEvent, column: Column) => {
    event.preventDefault();
    setOver(null);
    onDrop(event.dataTransfer.getData('text/plain'), column);
  };
  return (
    <div className="kanban-row">
      {COLUMNS.map((column) => {
        const inColumn = tickets.filter((ticket) => columnOf(ticket) === column);
        return (
          <ol
            key={column}
            aria-labelledby={`column-${column}`}
            className={`kanban-column${over === column ? ' is-over' : ''}`}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(column);
            }}
            onDragLeave={() => setOver(null)}
            onDrop={(event) => drop(event, column)}
          >
            {inColumn.slice(0, most).map((ticket) => (
              <BoardCard
                key={ticket.id}
                ticket={ticket}
                now={now}
                isCurrent={ticket.id === currentId}
                isMarked={marked.has(ticket.id)}
                onOpen={() => onOpen(ticket)}
                onMark={() => onMark(ticket.id)}
                onMenu={() => onMenu(ticket)}
              />
            ))}
            {inColumn.length > most && <li className="board-note">{w.andMore(inColumn.length - most)}</li>}
          </ol>
        );
      })}
    </div>
  );
}

/** Grids in the order of their numbers, those without a grid first: nobody else looks after them. */
function lanesOf(tickets: readonly BoardTicketFragment[]): [name: string, tickets: BoardTicketFragment[]][] {
  const numberOf = (list: readonly BoardTicketFragment[]) => Number(list[0]?.grid?.code ?? -1) || 0;
  return [...Map.groupBy(tickets, ({ grid }) => grid?.name ?? '')].sort((a, b) => numberOf(a[1]) - numberOf(b[1]));
}
