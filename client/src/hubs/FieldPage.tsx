// What is done on the spot, as a page of its own: where the sheet does not open.

import { isStaff } from '../app/room.ts';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { useVisitor } from '../app/usePage.ts';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { FieldWays } from './FieldWays.tsx';
import { words } from './words.ts';

export default function FieldPage() {
  const w = useWords(words);
  const me = useMe();
  const visitor = useVisitor();
  if (me && !isStaff(visitor)) return <SignInFirst />;
  return (
    <Page title={w.field} lead={w.fieldLead}>
      <FieldWays />
    </Page>
  );
}
