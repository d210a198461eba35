// Where my real-name registration stands, and what comes next.
import { BadgeCheck, CircleDashed, Clock } from 'lucide-react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useWords } from '../app/preferences.ts';
import { MyRealNameDocument, type MyRealNameQuery } from '../generated/account/graphql.ts';
import { words } from './words.ts';
import './account.css';

const ICONS = { UNVERIFIED: CircleDashed, PENDING: Clock, VERIFIED: BadgeCheck } as const;

export function RealNameCard() {
  const w = useWords(words);
  const [{ data }] = useQuery({ query: MyRealNameDocument });
  const me = data?.myResident;
  if (!me) return null;
  const Icon = ICONS[me.realNameStatus];
  return (
    <section className="card account-card">
      <header className="page-head">
        <h2>{w.realName}</h2>
        <span className={`real-name real-name-${me.realNameStatus.toLowerCase()}`}>
          <Icon aria-hidden="true" /> {w.realNameStatus[me.realNameStatus]}
        </span>
      </header>
      <WhatNext me={me} />
    </section>
  );
}

function WhatNext({ me }: { me: NonNullable<MyRealNameQuery['myResident']> }) {
  const w = useWords(words);
  const application = me.realNameApplication;
  if (me.realNameStatus === 'VERIFIED') {
    return (
      <p className="note">
        {me.name}
        {me.idNumberMasked && <span className="numbers"> · {me.idNumberMasked}</span>}
        <br />
        {w.realNameDone}
      </p>
    );
  }
  if (me.realNameStatus === 'PENDING' && application) {
    return (
      <>
        <p className="note">{application.waitsForGuardian ? w.guardianWaiting(application.guardianName ?? '') : w.realNameWaiting}</p>
        <Link className="link-button account-link" href="/me/real-name">
          {w.realNameAgain}
        </Link>
      </>
    );
  }
  const isRefused = application?.decision === 'REFUSED';
  return (
    <>
      {isRefused && <p className="field-problem">{w.refusedBecause(application.reason ?? '')}</p>}
      <p className="note">{w.realNameWhy}</p>
      <Link className="button button-main" href="/me/real-name">
        {isRefused ? w.realNameAgain : w.realNameGo}
      </Link>
    </>
  );
}
