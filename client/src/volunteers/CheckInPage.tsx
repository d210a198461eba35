// Where the QR code of a post leads: the shift that I am to check in to, or out of, now.
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { Link, useSearchParams } from 'wouter';
import { useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import { ShiftsDocument } from '../generated/volunteers/graphql.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { clockTime } from '../ui/time.ts';
import { CheckPanel } from './CheckPanel.tsx';
import { PlaceTag } from './PlaceTag.tsx';
import { words } from './words.ts';
import './volunteers.css';

const HOUR = 3_600_000;

export default function CheckInPage() {
  const w = useWords(words);
  const [params] = useSearchParams();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const mayServe = me?.viewer?.can.serveShifts ?? false;
  // From shifts that ended three hours ago, whose check-out is still waited for, to those that begin in half an hour.
  const [{ from, until }] = useState(() => ({
    from: new Date(Date.now() - 3 * HOUR).toISOString(),
    until: new Date(Date.now() + HOUR / 2).toISOString(),
  }));
  const [{ data, error }, refetch] = useQuery({
    query: ShiftsDocument,
    variables: { filter: { isMine: true, from, until } },
    pause: !mayServe,
    requestPolicy: 'cache-and-network',
  });
  useEffect(() => {
    document.title = `${w.checkIn} · 携手`;
  }, [w]);
  if (me && !mayServe) return <SignInFirst whose="volunteers" />;
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <PageSkeleton />;
  const mine = data.shifts.edges.map(({ node }) => node).filter(({ mySignup }) => mySignup?.status === 'JOINED');
  // Out of one that I am in, before in to the next.
  const shift =
    mine.find(({ mySignup }) => mySignup?.attendance && !mySignup.attendance.outAt) ?? mine.find(({ mySignup }) => !mySignup?.attendance);
  const done = mine.find(({ mySignup }) => mySignup?.attendance?.outAt);
  return (
    <div className="page">
      <h1>{shift?.mySignup?.attendance ? w.checkOut : w.checkIn}</h1>
      {!shift && !done && (
        <EmptyState title={w.nothingNow} hint={w.nothingNowHint}>
          <Link href="/shifts" className="button button-main">
            {w.toShifts}
          </Link>
        </EmptyState>
      )}
      {[shift ?? done].map(
        (one) =>
          one && (
            <section key={one.id} className="card shift-facts">
              <h2>{one.title}</h2>
              <p className="numbers">
                {clockTime(Date.parse(one.startsAt))}–{clockTime(Date.parse(one.endsAt))} · {one.post?.name}
              </p>
              <PlaceTag shift={one} />
            </section>
          ),
      )}
      {shift && <CheckPanel key={shift.id} shift={shift} code={params.get('code') ?? ''} />}
      {!shift && done && (
        <Link href="/points" className="button button-main">
          {w.toPoints}
        </Link>
      )}
    </div>
  );
}
