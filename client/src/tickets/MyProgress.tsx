// On home: how the viewer's own report goes on, the one they would ask about.
import { useEffect } from 'react';
import { useSubscription } from 'urql';
import { Link } from 'wouter';
import { TicketPingDocument } from '../generated/graphql.ts';
import { MyProgressDocument } from '../generated/tickets/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Ahead } from './Ahead.tsx';
import { currentOf } from './ahead.ts';
import { aheadWords } from './ahead-words.ts';
import { StatusTag } from './StatusTag.tsx';
import { words } from './words.ts';

export default function MyProgress() {
  const w = useWords(aheadWords);
  const general = useWords(words);
  const { language } = usePreferences();
  const { data, reread } = useRead({ query: MyProgressDocument, requestPolicy: 'cache-and-network' });
  const [{ data: ping }] = useSubscription({ query: TicketPingDocument });
  const sequence = ping?.ticketEvents.sequence;
  useEffect(() => {
    if (sequence) reread();
  }, [sequence, reread]);
  const reports = data?.tickets.edges.map(({ node }) => node);
  const report = reports && currentOf(reports);
  return (
    <Card className="my-progress">
      <header className="page-head">
        <h2>{w.title}</h2>
        {report && <LinkButton label={w.all} kind="link" href="/tickets" />}
      </header>
      {report ? (
        <Link className="my-progress-one" href={`/tickets/${report.id}`}>
          <span className="ticket-tags">
            <strong>
              {report.source === 'ALARM' ? general.alarm : language === 'zh' ? report.category.nameZh : report.category.nameEn}
            </strong>
            <StatusTag status={report.status} />
          </span>
          <Ahead ticket={report} isBrief />
        </Link>
      ) : reports ? (
        <Link href="/report">{w.none}</Link>
      ) : (
        <Skeleton width="12em" />
      )}
    </Card>
  );
}
