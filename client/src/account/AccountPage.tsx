// My page: who I am here, my real name, my devices, my data, and how I like to read.
import { useMutation, useQuery } from 'urql';
import { Link } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { changePreferences, usePreferences, useWords } from '../app/preferences.ts';
import { MeDocument, type MeQuery, SignOutDocument } from '../generated/graphql.ts';
import { SecurityCard } from '../staff/SecurityCard.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { DevicesCard } from './DevicesCard.tsx';
import { GuardianCard } from './GuardianCard.tsx';
import { PrivacyCard } from './PrivacyCard.tsx';
import { RealNameCard } from './RealNameCard.tsx';
import { words } from './words.ts';
import './account.css';

export default function AccountPage() {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument });
  const isResident = me?.myResident != null;
  return (
    <div className="page">
      <h1>{w.title}</h1>
      <WhoAmI me={me} />
      {isResident && <RealNameCard />}
      {isResident && <GuardianCard />}
      {me?.viewer && !isResident && <SecurityCard />}
      <ReadingCard />
      {me?.viewer && <DevicesCard />}
      {isResident && <PrivacyCard />}
      <section className="card account-card">
        <h2>{w.about}</h2>
        <p className="note">{w.aboutText}</p>
        <a href="/schema.graphql">{w.api}</a>
        {me && !me.viewer && (
          <Link href="/staff" className="link-button account-link">
            {w.staffEntry}
          </Link>
        )}
      </section>
    </div>
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

function WhoAmI({ me }: { me: MeQuery | undefined }) {
  const w = useWords(words);
  const { askToSignIn, startAfresh } = useSurroundings();
  const [, signOut] = useMutation(SignOutDocument);
  if (me && !me.viewer) {
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
  const viewer = me?.viewer;
  return (
    <section className="card account-card">
      <h2>{viewer ? w.signedIn(viewer.title ?? viewer.name) : <Skeleton width="7em" />}</h2>
      <p className="note">
        {viewer ? w.personas[viewer.persona] : <Skeleton width="12em" />}
        {viewer?.homeGrid && ` · ${w.home} ${viewer.homeGrid.name}`}
        {viewer && viewer.dutyGrids.length > 0 && ` · ${w.duty} ${viewer.dutyGrids.map(({ name }) => name).join('、')}`}
      </p>
      <button
        type="button"
        className="button"
        onClick={async () => {
          await signOut({});
          startAfresh();
        }}
      >
        {w.signOut}
      </button>
    </section>
  );
}
