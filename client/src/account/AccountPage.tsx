// What is mine: who I am here, my real name, and the ways to everything else of mine.
import { useMutation, useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { MyRealNameDocument } from '../generated/account/graphql.ts';
import { MeDocument, type MeQuery, SignOutDocument } from '../generated/graphql.ts';
import { HubSections } from '../hubs/HubSections.tsx';
import { TextLinks } from '../texts/TextLinks.tsx';
import { Button, LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { forgetDrafts } from '../ui/useDraft.ts';
import { RealNameCard } from './RealNameCard.tsx';
import { words } from './words.ts';
import './account.css';

export default function AccountPage() {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument });
  const isResident = me?.myResident != null;
  // Everything at once: a card that comes later pushes what somebody is about to press.
  const [{ data, error }] = useQuery({ query: MyRealNameDocument, pause: !isResident });
  if (!me || (isResident && !data && !error)) return <PageSkeleton />;
  return (
    <Page title={w.title}>
      <WhoAmI me={me} />
      {isResident && <RealNameCard />}
      <HubSections hub="/me" />
      <Card>
        <p className="note">{w.aboutText}</p>
        {!me.viewer && <TextLinks />}
        <a href="/schema.graphql">{w.api}</a>
        {!me.viewer && <LinkButton label={w.staffEntry} kind="link" className="account-link" href="/staff" />}
      </Card>
    </Page>
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
