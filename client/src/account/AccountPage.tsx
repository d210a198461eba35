// My page: who I am here, my real name, my devices, my data, and how I like to read.
import {
  Bell,
  CalendarDays,
  ChartColumn,
  Gift,
  HeartHandshake,
  Medal,
  MessageSquareText,
  QrCode,
  Route,
  ScanLine,
  ScrollText,
  Settings2,
  Store,
  UserCheck,
  UsersRound,
} from 'lucide-react';
import { type AnyVariables, type TypedDocumentNode, useMutation, useQuery } from 'urql';
import { Link } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { changePreferences, usePreferences, useWords } from '../app/preferences.ts';
import { isAdministrator } from '../app/useMe.ts';
import { useUnreadNotices } from '../app/useUnread.ts';
import { words as shellWords } from '../app/words.ts';
import { ConsentsDocument, DevicesDocument, GuardianshipsDocument, MyRealNameDocument } from '../generated/account/graphql.ts';
import { MeDocument, type MeQuery, SignOutDocument } from '../generated/graphql.ts';
import { PasskeysDocument } from '../generated/staff/graphql.ts';
import { SecurityCard } from '../staff/SecurityCard.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { forgetDrafts } from '../ui/useDraft.ts';
import { DevicesCard } from './DevicesCard.tsx';
import { GuardianCard } from './GuardianCard.tsx';
import { PrivacyCard } from './PrivacyCard.tsx';
import { PushCard } from './PushCard.tsx';
import { RealNameCard } from './RealNameCard.tsx';
import { words } from './words.ts';
import './account.css';

export default function AccountPage() {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument });
  const isResident = me?.myResident != null;
  const isStaff = me?.viewer != null && !isResident;
  // Everything at once: cards that come one after the other push what somebody is about to press.
  const loads = [
    useHas(MyRealNameDocument, isResident),
    useHas(GuardianshipsDocument, isResident),
    useHas(ConsentsDocument, isResident),
    useHas(DevicesDocument, me?.viewer != null),
    useHas(PasskeysDocument, isStaff),
  ];
  if (!me || loads.includes(false)) return <PageSkeleton />;
  return (
    <div className="page">
      <h1>{w.title}</h1>
      <WhoAmI me={me} />
      <WorkCard me={me} />
      {isResident && <RealNameCard />}
      {isResident && <GuardianCard />}
      {isStaff && <SecurityCard />}
      <ReadingCard />
      {me.viewer && <PushCard />}
      {me.viewer && <DevicesCard />}
      {isResident && <PrivacyCard />}
      <section className="card account-card">
        <h2>{w.about}</h2>
        <p className="note">{w.aboutText}</p>
        <a href="/schema.graphql">{w.api}</a>
        {!me.viewer && (
          <Link href="/staff" className="link-button account-link">
            {w.staffEntry}
          </Link>
        )}
      </section>
    </div>
  );
}

/** Whether a card's data is there, could not be had, or is not needed. */
function useHas<Data>(query: TypedDocumentNode<Data, Record<string, never>>, isNeeded: boolean): boolean {
  const [{ data, error }] = useQuery<Data, AnyVariables>({ query, pause: !isNeeded });
  return !isNeeded || data !== undefined || error !== undefined;
}

/** Pages that have no tab of their own, on a phone at least. */
function WorkCard({ me }: { me: MeQuery }) {
  const w = useWords(shellWords);
  const can = me.viewer?.can;
  const unread = useUnreadNotices(!can);
  if (!can) return null;
  return (
    <nav className="card account-work" aria-label={w.work}>
      <Link className="button" href="/notices">
        <Bell aria-hidden="true" /> {w.notices(unread)}
      </Link>
      {can.listRealNames && (
        <Link className="button" href="/verify">
          <UserCheck aria-hidden="true" /> {w.verify}
        </Link>
      )}
      {can.answerIssues && (
        <Link className="button" href="/hot-desk">
          <MessageSquareText aria-hidden="true" /> {w.hotDesk}
        </Link>
      )}
      {can.planPatrols && (
        <Link className="button" href="/plans">
          <Route aria-hidden="true" /> {w.plans}
        </Link>
      )}
      {can.useVouchers && (
        <Link className="button" href="/counter">
          <ScanLine aria-hidden="true" /> {w.counter}
        </Link>
      )}
      {can.manageRewards && (
        <Link className="button" href="/rewards">
          <Store aria-hidden="true" /> {w.rewards}
        </Link>
      )}
      {can.redeemRewards && (
        <Link className="button" href="/points">
          <Gift aria-hidden="true" /> {w.points}
        </Link>
      )}
      <Link className="button" href="/shifts">
        <CalendarDays aria-hidden="true" /> {w.shifts}
      </Link>
      {me.myResident && (
        <Link className="button" href="/volunteer">
          <HeartHandshake aria-hidden="true" /> {w.volunteer}
        </Link>
      )}
      {can.serveShifts && (
        <Link className="button" href="/service">
          <ScrollText aria-hidden="true" /> {w.serviceRecord}
        </Link>
      )}
      <Link className="button" href="/honours">
        <Medal aria-hidden="true" /> {w.honours}
      </Link>
      {can.readKpis && (
        <Link className="button" href="/kpi">
          <ChartColumn aria-hidden="true" /> {w.kpis}
        </Link>
      )}
      {can.showPosts && (
        <Link className="button" href="/post">
          <QrCode aria-hidden="true" /> {w.postCode}
        </Link>
      )}
      {can.manageVolunteers && (
        <Link className="button" href="/volunteers">
          <UsersRound aria-hidden="true" /> {w.reviewVolunteers}
        </Link>
      )}
      {isAdministrator(can) && (
        <Link className="button" href="/admin">
          <Settings2 aria-hidden="true" /> {w.admin}
        </Link>
      )}
    </nav>
  );
}

function ReadingCard() {
  const w = useWords(words);
  const { language, size, isHighContrast } = usePreferences();
  return (
    <section className="card account-card">
      <h2>{w.reading}</h2>
      <div className="setting">
        <span>{w.size}</span>
        <Segmented
          label={w.size}
          value={size}
          onChange={(value) => changePreferences({ size: value })}
          options={(['normal', 'large', 'xlarge'] as const).map((value) => ({ value, label: w.sizes[value] }))}
        />
        <span className="note">{w.elder}</span>
      </div>
      <div className="setting">
        <span>{w.language}</span>
        <Segmented
          label={w.language}
          value={language}
          onChange={(value) => changePreferences({ language: value })}
          options={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </div>
      <label className="setting-row">
        {w.contrast}
        <input
          type="checkbox"
          role="switch"
          className="switch"
          aria-checked={isHighContrast}
          checked={isHighContrast}
          onChange={(event) => changePreferences({ isHighContrast: event.target.checked })}
        />
      </label>
    </section>
  );
}

function WhoAmI({ me }: { me: MeQuery }) {
  const w = useWords(words);
  const { askToSignIn, startAfresh } = useSurroundings();
  const [, signOut] = useMutation(SignOutDocument);
  if (!me.viewer) {
    return (
      <section className="card account-card">
        <h2>{w.signedOut}</h2>
        <p className="note">{w.signedOutHint}</p>
        <button type="button" className="button button-main" onClick={() => askToSignIn()}>
          {w.signIn}
        </button>
      </section>
    );
  }
  const { viewer } = me;
  return (
    <section className="card account-card">
      <h2>{w.signedIn(viewer.title ?? viewer.name)}</h2>
      <p className="note">
        {w.personas[viewer.persona]}
        {viewer.homeGrid && ` · ${w.home} ${viewer.homeGrid.name}`}
        {viewer.dutyGrids.length > 0 && ` · ${w.duty} ${viewer.dutyGrids.map(({ name }) => name).join('、')}`}
      </p>
      <button
        type="button"
        className="button"
        onClick={async () => {
          await signOut({});
          await forgetDrafts();
          startAfresh();
        }}
      >
        {w.signOut}
      </button>
    </section>
  );
}
