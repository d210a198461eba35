// Where my real-name registration stands, and what comes next.
import { BadgeCheck, CircleDashed, Clock } from 'lucide-react';
import { useQuery } from 'urql';
import { MyRealNameDocument, type MyRealNameQuery } from '../generated/account/graphql.ts';
import { LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { useWords } from '../ui/preferences.ts';
import { Tag } from '../ui/Tag.tsx';
import { words } from './words.ts';
import './account.css';

const LOOKS = { UNVERIFIED: ['calm', CircleDashed], PENDING: ['wait', Clock], VERIFIED: ['good', BadgeCheck] } as const;

export function RealNameCard() {
  const w = useWords(words);
  const [{ data }] = useQuery({ query: MyRealNameDocument });
  const me = data?.myResident;
  if (!me) return null;
  const [tone, Icon] = LOOKS[me.realNameStatus];
  return (
    <Card>
      <header className="page-head">
        <h2>{w.realName}</h2>
        <Tag tone={tone}>
          <Icon aria-hidden="true" /> {w.realNameStatus[me.realNameStatus]}
        </Tag>
      </header>
      <WhatNext me={me} />
    </Card>
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
        <LinkButton label={w.realNameAgain} kind="link" className="account-link" href="/me/real-name" />
      </>
    );
  }
  const isRefused = application?.decision === 'REFUSED';
  return (
    <>
      {isRefused && <p className="field-problem">{w.refusedBecause(application.reason ?? '')}</p>}
      <p className="note">{w.realNameWhy}</p>
      <LinkButton label={isRefused ? w.realNameAgain : w.realNameGo} kind="main" href="/me/real-name" />
    </>
  );
}
