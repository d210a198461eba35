// A ticket in a list: what, where, how urgent, how it stands.
import { Siren } from 'lucide-react';
import { Link } from 'wouter';
import { useMe } from '../app/useMe.ts';
import type { TicketCardFragment } from '../generated/tickets/graphql.ts';
import { CategoryIcon } from '../hotlist/CategoryIcon.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { timeAgo } from '../ui/time.ts';
import { words as uiWords } from '../ui/words.ts';
import { Deadline } from './Deadline.tsx';
import { StatusTag } from './StatusTag.tsx';
import { words } from './words.ts';

export function TicketCard({ ticket }: { ticket: TicketCardFragment }) {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const { language } = usePreferences();
  const isStaff = useMe()?.viewer?.title != null;
  const { category, source, place, assignee, priority, number, createdAt, followerCount } = ticket;
  return (
    <Link href={`/tickets/${ticket.id}`} className={`card ticket-card${priority === 'P1' ? ' ticket-p1' : ''}`}>
      <span className="ticket-icon" aria-hidden="true">
        {source === 'ALARM' ? <Siren /> : <CategoryIcon code={category.code} />}
      </span>
      <span className="ticket-what">
        <strong>
          {isStaff && <span className={`priority priority-${priority.toLowerCase()}`}>{priority} </span>}
          {source === 'ALARM' ? w.alarm : language === 'zh' ? category.nameZh : category.nameEn}
        </strong>
        <span className="note">
          {[place?.sentence ?? w.noGrid, timeAgo(createdAt, ui), followerCount > 1 ? w.followers(followerCount) : '']
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span className="ticket-tags">
          <StatusTag status={ticket.status} /> <Deadline ticket={ticket} />
        </span>
        <span className="note numbers">
          {number} · {assignee?.title ?? w.nobodyYet}
        </span>
      </span>
    </Link>
  );
}

/** The card before its ticket is known: as high, so that nothing moves when it comes. */
export function TicketCardSkeleton() {
  return (
    <div className="card ticket-card" aria-busy="true">
      <span className="ticket-icon">
        <Skeleton width="1.75rem" height="1.75rem" />
      </span>
      <span className="ticket-what">
        {['5em', '9em', '8em', '11em'].map((width) => (
          <span key={width}>
            <Skeleton width={width} />
          </span>
        ))}
      </span>
    </div>
  );
}
