// My record of service: sums, badges, each shift; proofs made out; and whether my name may be shown.
import { useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import {
  IssueProofDocument,
  MyRecordDocument,
  type MyRecordQuery,
  MyServicesDocument,
  SetNamingDocument,
} from '../generated/honours/graphql.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Mistake } from '../ui/Field.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { CardSkeleton, PageSkeleton } from '../ui/Skeleton.tsx';
import { dateTime, dayOf } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { Badges } from './Badges.tsx';
import { PaperCard } from './PaperCard.tsx';
import { words } from './words.ts';
import '../volunteers/volunteers.css';
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
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const isVolunteer = me?.viewer?.can.serveShifts ?? false;
  const [{ data, error }, refetch] = useQuery({
    query: MyRecordDocument,
    variables: span,
    pause: !isVolunteer,
    requestPolicy: 'cache-and-network',
  });
  useEffect(() => {
    document.title = `${w.recordTitle} · 携手`;
  }, [w]);
  if (me && !isVolunteer) return <SignInFirst whose="volunteers" />;
  const reload = () => refetch({ requestPolicy: 'network-only' });
  if (error && !data) return <ErrorState onRetry={reload} />;
  const mine = data?.myVolunteer;
  if (!mine) return <PageSkeleton />;
  return (
    <div className="page">
      <header>
        <h1>{w.recordTitle}</h1>
        <p className="note">{w.recordLead}</p>
      </header>
      <Segmented label={w.span} value={name} onChange={setName} options={SPANS.map((value) => ({ value, label: w.spans[value] }))} />
      <Sums mine={mine} />
      <Prove mine={mine} span={span} onIssued={reload} />
      {mine.papers && mine.papers.length > 0 && (
        <section className="shift-day">
          <h2>{w.papers}</h2>
          {mine.papers.map((paper) => (
            <PaperCard key={paper.checkCode} paper={paper} />
          ))}
        </section>
      )}
      <section className="card shift-facts">
        <h2>{w.badges}</h2>
        {mine.badges.length > 0 ? <Badges badges={mine.badges} /> : <p className="note">{w.noBadges}</p>}
      </section>
      <Services key={name} span={span} />
      <Lent mine={mine} />
      <Naming mine={mine} />
    </div>
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
    <dl className="card record-sums">
      {sums.map(([name, value]) => (
        <div key={name}>
          <dt className="note">{name}</dt>
          <dd className="numbers">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Prove({ mine, span, onIssued }: { mine: Mine; span: { from: string; until: string }; onIssued: () => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const prove = async () => {
    if (!(await send(IssueProofDocument, { input: { volunteerId: mine.id, ...span } }))) return;
    notify({ text: w.proven });
    onIssued();
  };
  return (
    <>
      <button type="button" className="button button-main" disabled={isSending} onClick={() => void prove()}>
        {w.prove}
      </button>
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
    <section className="card shift-facts">
      <h2>{w.services}</h2>
      {pages.map((after, index) => (
        <ServicesPage
          key={after}
          variables={{ ...span, after }}
          onMore={index === pages.length - 1 ? (cursor) => setPages([...pages, cursor]) : undefined}
        />
      ))}
    </section>
  );
}

interface ServicesProps {
  variables: { from: string; until: string; after: string | null };
  onMore: ((cursor: string) => void) | undefined;
}

function ServicesPage({ variables, onMore }: ServicesProps) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [{ data, error }, refetch] = useQuery({ query: MyServicesDocument, variables, requestPolicy: 'cache-and-network' });
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  const list = data?.myVolunteer?.serviceRecords;
  if (!list) return <CardSkeleton />;
  if (list.edges.length === 0 && !variables.after) return <EmptyState title={w.noServices} hint={w.noServicesHint} />;
  const { endCursor, hasNextPage } = list.pageInfo;
  return (
    <>
      <ul className="record-list">
        {list.edges.map(({ node: { shift, attendance, evaluation } }) => (
          <li key={shift?.id}>
            <span>
              <strong>{shift?.title}</strong>
              <span className="note numbers">
                {shift && dateTime(shift.startsAt, language)} · {shift?.post?.name}
              </span>
              {evaluation && <span className="note">{[w.stars(evaluation.rating), evaluation.text].filter(Boolean).join(' · ')}</span>}
              {attendance?.isClosedByRule && <span className="note">{w.byRule}</span>}
            </span>
            <span className="numbers record-time">{attendance?.minutes != null && w.minutes(attendance.minutes)}</span>
          </li>
        ))}
      </ul>
      {onMore && hasNextPage && endCursor && (
        <button type="button" className="button" onClick={() => onMore(endCursor)}>
          {w.more}
        </button>
      )}
    </>
  );
}

function Lent({ mine: { equipment } }: { mine: Mine }) {
  const w = useWords(words);
  const { language } = usePreferences();
  if (!equipment?.length) return null;
  return (
    <section className="card shift-facts">
      <h2>{w.equipment}</h2>
      {equipment.map(({ id, name, serial, issuedAt, returnedAt }) => (
        <p key={id}>
          {name} {serial && <span className="numbers">{serial}</span>}{' '}
          <span className="note numbers">{returnedAt ? w.returned : dayOf(issuedAt, language)}</span>
        </p>
      ))}
    </section>
  );
}

function Naming({ mine }: { mine: Mine }) {
  const w = useWords(words);
  const { send, isSending, problem } = useSubmission();
  return (
    <section className="card shift-facts">
      <label className="setting-row">
        <strong>{w.naming}</strong>
        <input
          type="checkbox"
          role="switch"
          className="switch"
          aria-checked={mine.isNamed ?? false}
          checked={mine.isNamed ?? false}
          disabled={isSending}
          onChange={(event) => void send(SetNamingDocument, { input: { isNamed: event.target.checked } })}
        />
      </label>
      <p className="note">{w.namingHint}</p>
      <Mistake text={problem || undefined} />
    </section>
  );
}
