// A ticket by its shared link: how it goes on, and nothing about anybody.
import { useEffect } from 'react';
import { SharedTicketDocument } from '../generated/tickets/graphql.ts';
import { CategoryIcon } from '../hotlist/CategoryIcon.tsx';
import { useRead } from '../net/useRead.ts';
import { LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { DeadEnd } from '../ui/EmptyState.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { PageWaits } from '../ui/Skeleton.tsx';
import { dateTime } from '../ui/time.ts';
import { StatusTag } from './StatusTag.tsx';
import { words } from './words.ts';
import './tickets.css';

/** Whoever has the link has no live line to it. */
const LOOK_EVERY_MS = 30_000;

export default function SharedPage({ token }: { token: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { data, error, reread } = useRead({ query: SharedTicketDocument, variables: { token } });
  useEffect(() => {
    const timer = setInterval(reread, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [reread]);
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  const ticket = data.sharedTicket;
  if (!ticket) {
    return (
      <DeadEnd title={w.sharedGone} hint={w.sharedGoneHint}>
        <LinkButton label={w.publicTitle} href="/around" />
      </DeadEnd>
    );
  }
  const actors = { RESIDENT: w.reporterActor, PARTNER: w.partnerActor, STAFF: w.staffActor, SYSTEM: w.system };
  return (
    <div className="page">
      <Card className="ticket-head">
        <span className="note numbers">
          {w.number} {ticket.number}
        </span>
        <h1 className="ticket-title">
          <CategoryIcon code={ticket.category.code} /> {language === 'zh' ? ticket.category.nameZh : ticket.category.nameEn}
        </h1>
        <p className="ticket-tags" role="status">
          <StatusTag status={ticket.status} />
          {ticket.dueAt && (
            <span className="note">
              {w.due} {dateTime(ticket.dueAt, language)}
            </span>
          )}
        </p>
        <p className="note">{w.sharedNote}</p>
      </Card>
      <Card title={w.steps}>
        <ol className="steps">
          {ticket.steps.map(({ at, kind, actorKind }) => (
            <li key={at + kind} className="step">
              <strong>{w.kinds[kind]}</strong>
              <span className="note">
                {dateTime(at, language)} · {actors[actorKind]}
              </span>
            </li>
          ))}
        </ol>
      </Card>
    </div>
  );
}
