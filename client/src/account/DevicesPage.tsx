// Where I am signed in and how, and whether this device tells me what is new.
import { type AnyVariables, type TypedDocumentNode, useQuery } from 'urql';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { DevicesDocument } from '../generated/account/graphql.ts';
import { PasskeysDocument } from '../generated/staff/graphql.ts';
import { SecurityCard } from '../staff/SecurityCard.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { DevicesCard } from './DevicesCard.tsx';
import { PushCard } from './PushCard.tsx';
import { words } from './words.ts';

export default function DevicesPage() {
  const w = useWords(words);
  const me = useMe();
  const isStaff = me?.viewer != null && !me.myResident;
  // Everything at once: cards that come one after the other push what somebody is about to press.
  const loads = [useHas(DevicesDocument, me?.viewer != null), useHas(PasskeysDocument, isStaff)];
  if (me && !me.viewer) return <SignInFirst />;
  if (!me || loads.includes(false)) return <PageSkeleton />;
  return (
    <Page title={w.devicesTitle}>
      <PushCard />
      {isStaff && <SecurityCard />}
      <DevicesCard />
    </Page>
  );
}

/** Whether a card's data is there, could not be had, or is not needed. */
function useHas<Data>(query: TypedDocumentNode<Data, Record<string, never>>, isNeeded: boolean): boolean {
  const [{ data, error }] = useQuery<Data, AnyVariables>({ query, pause: !isNeeded });
  return !isNeeded || data !== undefined || error !== undefined;
}
