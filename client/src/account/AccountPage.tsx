// My page: who I am here, my real name, my devices, my data, and how I like to read.
import { type AnyVariables, type TypedDocumentNode, useMutation, useQuery } from 'urql';
import { MorePages } from '../app/MorePages.tsx';
import { useSurroundings } from '../app/Providers.tsx';
import { ConsentsDocument, DevicesDocument, GuardianshipsDocument, MyRealNameDocument } from '../generated/account/graphql.ts';
import { MeDocument, type MeQuery, SignOutDocument } from '../generated/graphql.ts';
import { PasskeysDocument } from '../generated/staff/graphql.ts';
import { SecurityCard } from '../staff/SecurityCard.tsx';
import { TextLinks } from '../texts/TextLinks.tsx';
import { Button, LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Page } from '../ui/Page.tsx';
import { changePreferences, usePreferences, useWords } from '../ui/preferences.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { Switch } from '../ui/Switch.tsx';
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
    <Page title={w.title}>
      <WhoAmI me={me} />
      <MorePages />
      {isResident && <RealNameCard />}
      {isResident && <GuardianCard />}
      {isStaff && <SecurityCard />}
      <ReadingCard />
      {me.viewer && <PushCard />}
      {me.viewer && <DevicesCard />}
      {isResident && <PrivacyCard />}
      <Card title={w.about}>
        <p className="note">{w.aboutText}</p>
        {!me.viewer && <TextLinks />}
        <a href="/schema.graphql">{w.api}</a>
        {!me.viewer && <LinkButton label={w.staffEntry} kind="link" className="account-link" href="/staff" />}
      </Card>
    </Page>
  );
}

/** Whether a card's data is there, could not be had, or is not needed. */
function useHas<Data>(query: TypedDocumentNode<Data, Record<string, never>>, isNeeded: boolean): boolean {
  const [{ data, error }] = useQuery<Data, AnyVariables>({ query, pause: !isNeeded });
  return !isNeeded || data !== undefined || error !== undefined;
}

function ReadingCard() {
  const w = useWords(words);
  const { language, size, isHighContrast } = usePreferences();
  return (
    <Card title={w.reading}>
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
      <Switch label={w.contrast} value={isHighContrast} onChange={(value) => changePreferences({ isHighContrast: value })} />
    </Card>
  );
}

function WhoAmI({ me }: { me: MeQuery }) {
  const w = useWords(words);
  const { askToSignIn, startAfresh } = useSurroundings();
  const [, signOut] = useMutation(SignOutDocument);
  if (!me.viewer) {
    return (
      <Card title={w.signedOut}>
        <p className="note">{w.signedOutHint}</p>
        <Button label={w.signIn} kind="main" onClick={askToSignIn} />
      </Card>
    );
  }
  const { viewer } = me;
  return (
    <Card title={w.signedIn(viewer.title ?? viewer.name)}>
      <p className="note">
        {w.personas[viewer.persona]}
        {viewer.homeGrid && ` · ${w.home} ${viewer.homeGrid.name}`}
        {viewer.dutyGrids.length > 0 && ` · ${w.duty} ${viewer.dutyGrids.map(({ name }) => name).join('、')}`}
      </p>
      <Button
        label={w.signOut}
        onClick={async () => {
          await signOut({});
          await forgetDrafts();
          startAfresh();
        }}
      />
    </Card>
  );
}
