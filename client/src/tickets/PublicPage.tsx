// What the street works on, for everybody: a map and a list without anything personal.
import { useState } from 'react';
import { PublicTicketsDocument, type PublicTicketsQuery } from '../generated/tickets/graphql.ts';
import { CategoryIcon } from '../hotlist/CategoryIcon.tsx';
import { useStreetDrawing, WIDTH } from '../hotlist/street-drawing.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { timeAgo } from '../ui/time.ts';
import { words as uiWords } from '../ui/words.ts';
import { StatusTag } from './StatusTag.tsx';
import { TicketCardSkeleton } from './TicketCard.tsx';
import { words } from './words.ts';
import '../hotlist/street-map.css';
import './tickets.css';

type PublicTicket = PublicTicketsQuery['publicTickets']['edges'][number]['node'];

export default function PublicPage() {
  const w = useWords(words);
  const [gridId, setGridId] = useState<string | null>(null);
  const [after, setAfter] = useState<string | null>(null);
  const { data, error, reread } = useRead({ query: PublicTicketsDocument, variables: { gridId, after } });
  if (error && !data) return <ErrorState onRetry={reread} />;
  const tickets = data?.publicTickets.edges.map(({ node }) => node);
  const choose = (id: string) => {
    setAfter(null);
    setGridId((before) => (before === id ? null : id));
  };
  return (
    <div className="two-panes">
      <Page title={w.publicTitle} lead={w.publicLead}>
        {!tickets && <TicketCardSkeleton />}
        {tickets?.length === 0 && <EmptyState title={w.publicEmpty} />}
        {tickets?.map((ticket) => (
          <PublicCard key={ticket.id} ticket={ticket} />
        ))}
        {data?.publicTickets.pageInfo.hasNextPage && (
          <Button label={w.more} onClick={() => setAfter(data.publicTickets.pageInfo.endCursor)} />
        )}
      </Page>
      <div className="page page-beside">
        {/* On a phone it stands below the list: before that, the list would push it down. */}
        {tickets && <PublicMap tickets={tickets} chosenId={gridId} onChoose={choose} />}
      </div>
    </div>
  );
}

function PublicCard({ ticket: { category, grid, status, createdAt, followerCount } }: { ticket: PublicTicket }) {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const { language } = usePreferences();
  return (
    <article className="card ticket-card">
      <span className="ticket-icon" aria-hidden="true">
        <CategoryIcon code={category.code} />
      </span>
      <span className="ticket-what">
        <strong>{language === 'zh' ? category.nameZh : category.nameEn}</strong>
        <span className="note">
          {[grid?.name ?? w.noGrid, timeAgo(createdAt, ui), followerCount === null ? '' : w.followers(followerCount)]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <StatusTag status={status} />
      </span>
    </article>
  );
}

/** Dots to some 100 m; a grid is pressed to see its own. */
function PublicMap({
  tickets,
  chosenId,
  onChoose,
}: {
  tickets: readonly PublicTicket[];
  chosenId: string | null;
  onChoose(id: string): void;
}) {
  const w = useWords(words);
  const drawing = useStreetDrawing();
  if (!drawing) return null;
  return (
    <Card title={w.publicMap} className="street">
      <p className="note">{w.publicMapHint}</p>
      <svg viewBox={`0 0 ${WIDTH} ${drawing.height.toFixed(0)}`}>
        <title>{w.publicMap}</title>
        {drawing.shapes.map(({ grid, path, center: [x, y] }) => (
          // biome-ignore lint/a11y/useSemanticElements: a button cannot stand in a picture
          <g
            key={grid.id}
            role="button"
            tabIndex={0}
            aria-pressed={grid.id === chosenId}
            aria-label={grid.name}
            className={`street-grid${grid.id === chosenId ? ' street-mine' : ''}`}
            onClick={() => onChoose(grid.id)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              onChoose(grid.id);
            }}
          >
            <path d={path} />
            <text x={x} y={y}>
              {grid.code}
            </text>
          </g>
        ))}
        {tickets.map(({ id, location, status }) => {
          if (!location) return null;
          const [x, y] = drawing.place(location.longitude, location.latitude);
          return (
            <circle
              key={id}
              className={`public-dot${status === 'CLOSED' || status === 'RESOLVED' ? ' public-done' : ''}`}
              cx={x}
              cy={y}
              r="4"
            />
          );
        })}
      </svg>
    </Card>
  );
}
