// One ticket like a parcel: where it stands, who has it, every step, and what the viewer may do.
import { Phone, Siren } from 'lucide-react';
import { useEffect } from 'react';
import { useSubscription } from 'urql';
import { Link } from 'wouter';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { type TicketDetailFragment, TicketDocument, TicketNewsDocument } from '../generated/tickets/graphql.ts';
import { CategoryIcon } from '../hotlist/CategoryIcon.tsx';
import { useConnection } from '../net/connection.ts';
import { useRead } from '../net/useRead.ts';
import { PlaceWords } from '../places/PlaceWords.tsx';
import { LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { DeadEnd } from '../ui/EmptyState.tsx';
import { Facts } from '../ui/Facts.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { PageWaits } from '../ui/Skeleton.tsx';
import { Tag } from '../ui/Tag.tsx';
import { dateTime } from '../ui/time.ts';
import { Acts } from './Acts.tsx';
import { Ahead } from './Ahead.tsx';
import { AlarmView } from './AlarmView.tsx';
import { isWaitedFor } from './alarm-progress.ts';
import { CallReporter } from './CallReporter.tsx';
import { Deadline } from './Deadline.tsx';
import { Onlookers } from './Onlookers.tsx';
import { RevealReporter } from './RevealReporter.tsx';
import { ShareCard } from './ShareCard.tsx';
import { StatusTag } from './StatusTag.tsx';
import { words } from './words.ts';
import './tickets.css';

export default function TicketPage({ id }: { id: string }) {
  return (
    <div className="page">
      <TicketView id={id} />
    </div>
  );
}

/** All that a ticket has to show, live; on its own page or beside the board. */
export function TicketView({ id }: { id: string }) {
  const w = useWords(words);
  const me = useMe();
  const isAllowed = me?.viewer?.can.readTickets ?? false;
  const { data, error, reread } = useRead({ query: TicketDocument, variables: { id }, pause: !isAllowed });
  const [{ data: news }] = useSubscription({ query: TicketNewsDocument, variables: { filter: { ticketId: id } }, pause: !isAllowed });
  const { state } = useConnection();
  const sequence = news?.ticketEvents.sequence;
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each event, and when the connection is there again
  useEffect(() => {
    if (isAllowed) reread();
  }, [sequence, state === 'live']);

  if (me && !isAllowed) return <SignInFirst />;
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  const ticket = data.node?.__typename === 'Ticket' ? data.node : null;
  if (!ticket) {
    return (
      <DeadEnd title={w.notFound} hint={w.notFoundHint}>
        <LinkButton label={me?.viewer?.title != null ? w.listTitle : w.mineTitle} href="/tickets" />
      </DeadEnd>
    );
  }
  const all = (
    <>
      {me?.viewer?.can.watchTickets && <Onlookers ticketId={ticket.id} />}
      <TicketHead ticket={ticket} isStaff={me?.viewer?.title != null} />
      <Photos attachments={ticket.attachments} />
      <Acts ticket={ticket} />
      <Known ticket={ticket} isStaff={me?.viewer?.title != null} />
      <Steps events={ticket.lastEvents} />
      {ticket.viewerMayShare && <ShareCard ticketId={ticket.id} />}
    </>
  );
  return isWaitedFor(ticket) ? <AlarmView ticket={ticket}>{all}</AlarmView> : all;
}

/** @param isStaff how urgent a ticket is, in the desk's letters, tells those who work on it */
function TicketHead({ ticket, isStaff }: { ticket: TicketDetailFragment; isStaff: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { category, source, priority, number, grid, description, result, escalationLevel } = ticket;
  return (
    <section className={`card ticket-head${priority === 'P1' ? ' ticket-p1' : ''}`}>
      <div className="page-head">
        <span className="note numbers">
          {w.number} {number}
        </span>
        <LiveDot />
      </div>
      <h1 className="ticket-title">
        {source === 'ALARM' ? <Siren aria-hidden="true" /> : <CategoryIcon code={category.code} />}
        {isStaff && <span className={`priority priority-${priority.toLowerCase()}`}>{priority}</span>}{' '}
        {source === 'ALARM' ? w.alarm : language === 'zh' ? category.nameZh : category.nameEn}
      </h1>
      <p className="note">{grid?.name ?? w.noGrid}</p>
      {description && <p className="ticket-words">{description}</p>}
      {ticket.viewerMayShare && <Ahead ticket={ticket} />}
      <p className="ticket-tags" role="status">
        <StatusTag status={ticket.status} /> <Deadline ticket={ticket} />
        {escalationLevel > 0 && <Tag tone="bad">{w.level(escalationLevel)}</Tag>}
      </p>
      {(ticket.falseAlarmCount ?? 0) >= 2 && <p className="note">{w.falseAlarms(ticket.falseAlarmCount ?? 0)}</p>}
      {result && (
        <p className="ticket-result">
          <strong>{w.result}</strong> {result}
        </p>
      )}
    </section>
  );
}

/** What it looked like, and what it looks like now. */
function Photos({ attachments }: { attachments: TicketDetailFragment['attachments'] }) {
  const w = useWords(words);
  if (attachments.length === 0) return null;
  return (
    <Card className="photos" aria-label={w.photos}>
      {attachments.map(({ id, kind, url, width, height, isAfter }) => (
        <figure key={id}>
          {kind === 'PHOTO' ? (
            <a href={url} target="_blank" rel="noreferrer">
              <img
                src={url}
                width={width ?? undefined}
                height={height ?? undefined}
                alt={isAfter ? w.photoAfter : w.photoBefore}
                loading="lazy"
              />
            </a>
          ) : (
            // biome-ignore lint/a11y/useMediaCaption: a neighbour's voice has no captions
            <audio src={url} controls aria-label={w.voiceNote} />
          )}
          <figcaption className="note">{kind === 'VOICE' ? w.voiceNote : isAfter ? w.photoAfter : w.photoBefore}</figcaption>
        </figure>
      ))}
    </Card>
  );
}

/** @param isStaff nobody calls themselves */
function Known({ ticket, isStaff }: { ticket: TicketDetailFragment; isStaff: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { assignee, place, location, dueAt, mergedInto, openNearby } = ticket;
  return (
    <Card>
      <Facts
        of={[
          [w.handler, assignee?.title ?? w.nobodyYet],
          [w.due, dueAt && dateTime(dueAt, language)],
          [
            w.reporter,
            (ticket.isAnonymous || ticket.reporter || ticket.followerCount > 1) && <Reporter ticket={ticket} isStaff={isStaff} />,
          ],
          [w.where, (place || location) && <PlaceWords sentence={place?.sentence} location={location} />],
          [w.alsoHere, openNearby.length > 0 && <AlsoHere tickets={openNearby} />],
          [w.mergedInto, mergedInto && <Link href={`/tickets/${mergedInto.id}`}>{mergedInto.number}</Link>],
        ]}
      />
    </Card>
  );
}

/** What else is open at the building. */
function AlsoHere({ tickets }: { tickets: TicketDetailFragment['openNearby'] }) {
  const { language } = usePreferences();
  return (
    <ul className="also-here">
      {tickets.map(({ id, number, category }) => (
        <li key={id}>
          <Link href={`/tickets/${id}`}>
            {language === 'zh' ? category.nameZh : category.nameEn} · <span className="numbers">{number}</span>
          </Link>
          <span className="note">{number}</span>
        </li>
      ))}
    </ul>
  );
}

function Reporter({ ticket, isStaff }: { ticket: TicketDetailFragment; isStaff: boolean }) {
  const w = useWords(words);
  const { id, reporter, isAnonymous, followerCount, viewerMayCall, viewerMayReveal } = ticket;
  const number = isStaff && !viewerMayCall && reporter?.phone?.startsWith('+') ? reporter.phone : null;
  return (
    <>
      {reporter ? reporter.name : isAnonymous && w.isAnonymous} {followerCount > 1 && w.followers(followerCount)}{' '}
      {viewerMayCall && <CallReporter ticketId={id} />} {!reporter && viewerMayReveal && <RevealReporter ticketId={id} />}
      {number && (
        <a className="button button-small" href={`tel:${number}`}>
          <Phone aria-hidden="true" /> {w.call}
        </a>
      )}
    </>
  );
}

function Steps({ events }: { events: TicketDetailFragment['lastEvents'] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const actors = { RESIDENT: w.reporterActor, PARTNER: w.partnerActor, STAFF: '', SYSTEM: w.system };
  return (
    <Card title={w.steps}>
      <ol className="steps">
        {events.map(({ sequence, at, kind, text, actor }) => (
          <li key={sequence} className="step">
            <strong>{w.kinds[kind]}</strong>
            <span className="note">
              {dateTime(at, language)} · {actor ? actor.title || actors[actor.kind] : w.system}
            </span>
            {text && <span className="step-words">{text}</span>}
          </li>
        ))}
      </ol>
    </Card>
  );
}
