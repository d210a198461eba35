// A report like a parcel: the stages behind it, the one it is in, and what comes next and by when.
import type { TicketCardFragment } from '../generated/tickets/graphql.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { dateTime } from '../ui/time.ts';
import { nextOf, reachedBy, STAGES } from './ahead.ts';
import { aheadWords } from './ahead-words.ts';
import './ahead.css';

type Ticket = Pick<TicketCardFragment, 'status' | 'dueAt'>;

/** @param isBrief without the names of the stages, for a row */
export function Ahead({ ticket: { status, dueAt }, isBrief = false }: { ticket: Ticket; isBrief?: boolean }) {
  const w = useWords(aheadWords);
  const { language } = usePreferences();
  const reached = reachedBy(status);
  if (reached === null) return null;
  const next = nextOf(status);
  const isInTime = dueAt !== null && Date.parse(dueAt) > Date.now();
  return (
    <span className="ahead">
      <span className="visually-hidden">{w.reached(reached, STAGES.length)}</span>
      <span className={isBrief ? 'ahead-way' : 'ahead-way ahead-named'} aria-hidden={isBrief}>
        {STAGES.map((stage, index) => (
          <span
            key={stage}
            className={`ahead-stage${index < reached ? ' ahead-reached' : ''}${index === reached - 1 ? ' ahead-here' : ''}`}
          >
            {!isBrief && w.stage[stage]}
          </span>
        ))}
      </span>
      {next && <span className={isBrief ? 'note' : ''}>{w.next[next](isInTime ? dateTime(dueAt, language) : '')}</span>}
    </span>
  );
}
