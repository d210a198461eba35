// One ticket like a parcel: where it stands, who has it, every step, and what the viewer may do.
import { MapPin, Phone, Siren } from 'lucide-react';
import { useEffect } from 'react';
import { useQuery, useSubscription } from 'urql';
import { Link } from 'wouter';
import { useConnection } from '../app/connection.ts';
import { usePreferences, useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import { type TicketDetailFragment, TicketDocument, TicketNewsDocument } from '../generated/tickets/graphql.ts';
import { CategoryIcon } from '../hotlist/CategoryIcon.tsx';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { dateTime } from '../ui/time.ts';
import { Acts } from './Acts.tsx';
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
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const isAllowed = me?.viewer?.can.readTickets ?? false;
  const [{ data, error }, refetch] = useQuery({ query: TicketDocument, variables: { id }, pause: !isAllowed });
  const [{ data: news }] = useSubscription({ query: TicketNewsDocument, variables: { filter: { ticketId: id } }, pause: !isAllowed });
  const { state } = useConnection();
  const sequence = news?.ticketEvents.sequence;
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each event, and when the connection is there again
  useEffect(() => {
    if (isAllowed) refetch({ requestPolicy: 'network-only' });
  }, [sequence, state === 'live']);

  if (me && !isAllowed) return <SignInFirst />;
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <PageSkeleton />;
  const ticket = data.node?.__typename === 'Ticket' ? data.node : null;
  if (!ticket) return <EmptyState title={w.notFound} hint={w.notFoundHint} />;
  return (
    <>
      {me?.viewer?.can.watchTickets && <Onlookers ticketId={ticket.id} />}
      <TicketHead ticket={ticket} />
      <Photos attachments={ticket.attachments} />
      <Acts ticket={ticket} />
      <Facts ticket={ticket} isStaff={me?.viewer?.title != null} />
      <Steps events={ticket.lastEvents} />
      {ticket.viewerMayShare && <ShareCard ticketId={ticket.id} />}
    </>
  );
}

function TicketHead({ ticket }: { ticket: TicketDetailFragment }) {
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
        <span className={`priority priority-${priority.toLowerCase()}`}>{priority}</span>{' '}
        {source === 'ALARM' ? w.alarm : language === 'zh' ? category.nameZh : category.nameEn}
      </h1>
      <p className="note">{grid?.name ?? w.noGrid}</p>
      {description && <p className="ticket-words">{description}</p>}
      <p className="ticket-tags" role="status">
        <StatusTag status={ticket.status} /> <Deadline ticket={ticket} />
        {escalationLevel > 0 && <span className="ticket-status ticket-status-late">{w.level(escalationLevel)}</span>}
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
    <section className="card photos" aria-label={w.photos}>
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
    </section>
  );
}

/** @param isStaff nobody calls themselves */
function Facts({ ticket, isStaff }: { ticket: TicketDetailFragment; isStaff: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { assignee, reporter, isAnonymous, address, location, dueAt, followerCount, mergedInto } = ticket;
  return (
    <dl className="card facts">
      <Fact name={w.handler}>{assignee?.title ?? w.nobodyYet}</Fact>
      {dueAt && <Fact name={w.due}>{dateTime(dueAt, language)}</Fact>}
      {followerCount > 1 && <Fact name={w.reporter}>{w.followers(followerCount)}</Fact>}
      {isAnonymous && !reporter && (
        <Fact name={w.reporter}>
          {w.isAnonymous} {ticket.viewerMayCall && <CallReporter ticketId={ticket.id} />}{' '}
          {ticket.viewerMayReveal && <RevealReporter ticketId={ticket.id} />}
        </Fact>
      )}
      {reporter && (
        <Fact name={w.reporter}>
          {reporter.name} {ticket.viewerMayCall && <CallReporter ticketId={ticket.id} />}
          {isStaff && !ticket.viewerMayCall && reporter.phone?.startsWith('+') && (
            <a className="button button-small" href={`tel:${reporter.phone}`}>
              <Phone aria-hidden="true" /> {w.call}
            </a>
          )}
        </Fact>
      )}
      {(address || location) && (
        <Fact name={w.where}>
          {address}{' '}
          {location && (
            <span className="note numbers">
              <MapPin aria-hidden="true" className="inline-icon" /> {location.latitude.toFixed(5)}, {location.longitude.toFixed(5)}
            </span>
          )}
        </Fact>
      )}
      {mergedInto && (
        <Fact name={w.mergedInto}>
          <Link href={`/tickets/${mergedInto.id}`}>{mergedInto.number}</Link>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Steps({ events }: { events: TicketDetailFragment['lastEvents'] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const actors = { RESIDENT: w.reporterActor, PARTNER: w.partnerActor, STAFF: '', SYSTEM: w.system };
  return (
    <section className="card">
      <h2>{w.steps}</h2>
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
    </section>
  );
}
