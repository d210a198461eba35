// Where the QR code of a post leads: the shift that I am to check in to, or out of, now.
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { ShiftsDocument } from '../generated/volunteers/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { PageWaits } from '../ui/Skeleton.tsx';
import { clockTime } from '../ui/time.ts';
import { CheckPanel } from './CheckPanel.tsx';
import { PlaceTag } from './PlaceTag.tsx';
import { words } from './words.ts';
import './volunteers.css';

const HOUR = 3_600_000;

export default function CheckInPage() {
  const w = useWords(words);
  const [params] = useSearchParams();
  const me = useMe();
  const mayServe = me?.viewer?.can.serveShifts ?? false;
  // From shifts that ended three hours ago, whose check-out is still waited for, to those that begin in half an hour.
  const [{ from, until }] = useState(() => ({
    from: new Date(Date.now() - 3 * HOUR).toISOString(),
    until: new Date(Date.now() + HOUR / 2).toISOString(),
  }));
  const { data, error, reread } = useRead({
    query: ShiftsDocument,
    variables: { filter: { isMine: true, from, until } },
    pause: !mayServe,
    requestPolicy: 'cache-and-network',
  });
  if (me && !mayServe) return <SignInFirst whose="volunteers" />;
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  const mine = data.shifts.edges.map(({ node }) => node).filter(({ mySignup }) => mySignup?.status === 'JOINED');
  // Out of one that I am in, before in to the next.
  const shift =
    mine.find(({ mySignup }) => mySignup?.attendance && !mySignup.attendance.outAt) ?? mine.find(({ mySignup }) => !mySignup?.attendance);
  const done = mine.find(({ mySignup }) => mySignup?.attendance?.outAt);
  return (
    <Page title={shift?.mySignup?.attendance ? w.checkOut : w.checkIn}>
      {!shift && !done && (
        <EmptyState title={w.nothingNow} hint={w.nothingNowHint}>
          <LinkButton label={w.toShifts} kind="main" href="/shifts" />
        </EmptyState>
      )}
      {[shift ?? done].map(
        (one) =>
          one && (
            <Card title={one.title} key={one.id}>
              <p className="numbers">
                {clockTime(Date.parse(one.startsAt))}–{clockTime(Date.parse(one.endsAt))} · {one.post?.name}
              </p>
              <PlaceTag shift={one} />
            </Card>
          ),
      )}
      {shift && <CheckPanel key={shift.id} shift={shift} code={params.get('code') ?? ''} />}
      {!shift && done && <LinkButton label={w.toPoints} kind="main" href="/points" />}
    </Page>
  );
}
