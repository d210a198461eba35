// Every page of staff by subject, with a search.

import { isStaff } from '../app/room.ts';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { useVisitor } from '../app/usePage.ts';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { FindPages } from './FindPages.tsx';
import { HubSections } from './HubSections.tsx';
import { words } from './words.ts';

export default function MorePage() {
  const w = useWords(words);
  const me = useMe();
  const visitor = useVisitor();
  if (me && !isStaff(visitor)) return <SignInFirst />;
  return (
    <Page title={w.more}>
      <FindPages label={w.moreFind} hint={w.moreHint}>
        <HubSections hub="/more" />
      </FindPages>
    </Page>
  );
}
