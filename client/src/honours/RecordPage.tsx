// My record of service: sums, badges, each shift; proofs made out; and whether my name may be shown.
import { useMemo, useState } from 'react';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import {
  IssueProofDocument,
  MyRecordDocument,
  type MyRecordQuery,
  MyServicesDocument,
  SetNamingDocument,
} from '../generated/honours/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card, Group } from '../ui/Card.tsx';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Facts } from '../ui/Facts.tsx';
import { Mistake } from '../ui/Field.tsx';
import { notify } from '../ui/notices.ts';
import { Page } from '../ui/Page.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { CardSkeleton, PageSkeleton } from '../ui/Skeleton.tsx';
import { Switch } from '../ui/Switch.tsx';
import { dateTime, dayOf } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { Badges } from './Badges.tsx';
import { PaperCard } from './PaperCard.tsx';
import { words } from './words.ts';
import './honours.css';

const SPANS = ['year', 'months', 'all'] as const;
type SpanName = (typeof SPANS)[number];
type Mine = NonNullable<MyRecordQuery['myVolunteer']>;

/** A span as moments, up to the end of today, so that asking twice asks the same. */
function spanOf(name: SpanName, today: Date): { from: string; until: string } {
  const until = new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1);
  const from = {
    year: new Date(today.getFullYear(), 0, 1),
    months: new Date(today.getFullYear() - 1, today.getMonth(), today.getDate() + 1),
    all: new Date(2000, 0, 1),
  }[name];
  return { from: from.toISOString(), until: until.toISOString() };
}

export default function RecordPage() {
  const w = useWords(words);
  const [name, setName] = useState<SpanName>('year');
  const span = useMemo(() => spanOf(name, new Date()), [name]);
  const me = useMe();
  const isVolunteer = me?.viewer?.can.serveShifts ?? false;
  const { data, error, reread } = useRead({
    query: MyRecordDocument,
    variables: span,
    pause: !isVolunteer,
    requestPolicy: 'cache-and-network',
  });
  if (me && !isVolunteer) return <SignInFirst whose="volunteers" />;
  if (error && !data) return <ErrorState onRetry={reread} />;
  const mine = data?.myVolunteer;
  if (!mine) return <PageSkeleton />;
  return (
    <Page title={w.recordTitle} lead={w.recordLead}>
      <Segmented label={w.span} value={name} onChange={setName} options={SPANS.map((value) => ({ value, label: w.spans[value] }))} />
      <Sums mine={mine} />
      <Prove mine={mine} span={span} onIssued={reread} />
      {mine.papers && mine.papers.length > 0 && (
        <Group title={w.papers}>
          {mine.papers.map((paper) => (
            <PaperCard key={paper.checkCode} paper={paper} />
          ))}
        </Group>
      )}
      <Card title={w.badges}>{mine.badges.length > 0 ? <Badges badges={mine.badges} /> : <p className="note">{w.noBadges}</p>}</Card>
      <Services key={name} span={span} />
      <Lent mine={mine} />
      <Naming mine={mine} />
    </Page>
  );
}

function Sums({ mine: { service } }: { mine: Mine }) {
  const w = useWords(words);
  if (!service) return null;
  const { shiftCount, minutes, points, averageRating } = service;
  const sums: [string, string][] = [
    [w.times, String(shiftCount)],
    [w.hours, w.minutes(minutes)],
    [w.points, String(points)],
    [w.rating, averageRating === null ? '—' : averageRating.toFixed(1)],
  ];
  return (
    <Card>
      <Facts of={sums} isSums />
    </Card>
  );
}

function Prove({ mine, span, onIssued }: { mine: Mine; span: { from: string; until: string }; onIssued: () => void }) {
  const w = useWords(words);
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const prove = async () => {
    if (!(await send(IssueProofDocument, { input: { volunteerId: mine.id, ...span } }))) return;
    notify({ text: w.proven });
    onIssued();
  };
  return (
    <>
      <Button label={w.prove} kind="main" disabled={isSending} onClick={prove} />
      <Mistake text={problem || mistakeOf('from')} />
      <a className="button" href={`/exports/service.csv?${new URLSearchParams(span)}`} download>
        {w.export}
      </a>
    </>
  );
}

function Services({ span }: { span: { from: string; until: string } }) {
  const w = useWords(words);
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  return (
    <Card title={w.services}>
      {pages.map((after, index) => (
        <ServicesPage
          key={after}
          variables={{ ...span, after }}
          onMore={index === pages.length - 1 ? (cursor) => setPages([...pages, cursor]) : undefined}
        />
      ))}
    </Card>
  );
}

interface ServicesProps {
  variables: { from: string; until: string; after: string | null };
  onMore: ((cursor: string) => void) | undefined;
}

function ServicesPage({ variables, onMore }: ServicesProps) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { data, error, reread } = useRead({ query: MyServicesDocument, variables, requestPolicy: 'cache-and-network' });
  if (error && !data) return <ErrorState onRetry={reread} />;
  const list = data?.myVolunteer?.serviceRecords;
  if (!list) return <CardSkeleton />;
  if (list.edges.length === 0 && !variables.after) return <EmptyState title={w.noServices} hint={w.noServicesHint} />;
  const { endCursor, hasNextPage } = list.pageInfo;
  return (
    <>
      <Rows>
        {list.edges.map(({ node: { shift, attendance, evaluation } }) => (
          <Row key={shift?.id} end={attendance?.minutes != null && w.minutes(attendance.minutes)}>
            <strong>{shift?.title}</strong>
            <span className="note numbers">
              {shift && dateTime(shift.startsAt, language)} · {shift?.post?.name}
            </span>
            {evaluation && <span className="note">{[w.stars(evaluation.rating), evaluation.text].filter(Boolean).join(' · ')}</span>}
            {attendance?.isClosedByRule && <span className="note">{w.byRule}</span>}
          </Row>
        ))}
      </Rows>
      {onMore && hasNextPage && endCursor && <Button label={w.more} onClick={() => onMore(endCursor)} />}
    </>
  );
}

function Lent({ mine: { equipment } }: { mine: Mine }) {
  const w = useWords(words);
  const { language } = usePreferences();
  if (!equipment?.length) return null;
  return (
    <Card title={w.equipment}>
      {equipment.map(({ id, name, serial, issuedAt, returnedAt }) => (
        <p key={id}>
          {name} {serial && <span className="numbers">{serial}</span>}{' '}
          <span className="note numbers">{returnedAt ? w.returned : dayOf(issuedAt, language)}</span>
        </p>
      ))}
    </Card>
  );
}

function Naming({ mine }: { mine: Mine }) {
  const w = useWords(words);
  const { send, isSending, problem } = useSubmission();
  return (
    <Card>
      <Switch
        label={<strong>{w.naming}</strong>}
        value={mine.isNamed ?? false}
        disabled={isSending}
        onChange={(isNamed) => void send(SetNamingDocument, { input: { isNamed } })}
      />
      <p className="note">{w.namingHint}</p>
      <Mistake text={problem || undefined} />
    </Card>
  );
}
