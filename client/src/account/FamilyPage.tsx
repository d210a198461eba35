// My family here: children who name me as their guardian.
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { GuardianshipsDocument } from '../generated/account/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { PageWaits } from '../ui/Skeleton.tsx';
import { GuardianCard } from './GuardianCard.tsx';
import { words } from './words.ts';

export default function FamilyPage() {
  const w = useWords(words);
  const me = useMe();
  const isResident = me?.myResident != null;
  const { data, error, reread } = useRead({ query: GuardianshipsDocument, pause: !isResident });
  if (me && !isResident) return <SignInFirst whose="residents" />;
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  return (
    <Page title={w.family} lead={w.familyLead}>
      <GuardianCard />
      {data.guardianshipRequests.length === 0 && <EmptyState title={w.familyNone} hint={w.familyNoneHint} />}
    </Page>
  );
}
