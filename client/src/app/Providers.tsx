// What every page can reach: the GraphQL client, pending votes, short notices, the sign-in sheet.
import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { Provider } from 'urql';
import { PendingVotes, usePendingVotes } from '../hotlist/pending-votes.ts';
import { makeGraphqlClient, reconnect } from '../net/graphql.ts';
import { forgetLasting } from '../net/lasting.ts';
import { outbox, useKept } from '../net/outbox.ts';
import { Notice } from '../ui/Notice.tsx';
import { notify, useNotice } from '../ui/notices.ts';
import { useWords } from '../ui/preferences.ts';
import { PageBoundary } from './PageBoundary.tsx';
import { CACHE } from './rooms.ts';
import { words } from './words.ts';

const makeClient = () => makeGraphqlClient(CACHE);
const SignInSheet = lazy(() => import('../account/SignInSheet.tsx'));

interface Surroundings {
  pendingVotes: PendingVotes;
  /** Asks the person to sign in; `then` runs once they have. */
  askToSignIn(then?: () => void): void;
  /** The signed-in person has changed: everything cached was somebody else's. */
  startAfresh(): void;
}

const Context = createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  const surroundings = useContext(Context);
  if (!surroundings) throw new Error('outside of Providers');
  return surroundings;
}

export function Providers({ children }: { children: ReactNode }) {
  const [client, setClient] = useState(makeClient);
  const notice = useNotice();
  const [signIn, setSignIn] = useState<{ then?: (() => void) | undefined } | null>(null);
  const askToSignIn = useCallback((then?: () => void) => setSignIn({ then }), []);
  const startAfresh = useCallback(() => {
    forgetLasting();
    setClient(makeClient);
    reconnect();
  }, []);
  const pendingVotes = useMemo(
    () =>
      new PendingVotes(client, (failure) => {
        if (failure.kind === 'signed-out') askToSignIn();
        else notify({ text: failure.message });
      }),
    [client, askToSignIn],
  );
  useEffect(() => () => pendingVotes.close(), [pendingVotes]);
  const w = useWords(words);
  useEffect(
    () => outbox.onOutcome(({ label, refusal }) => notify({ text: refusal ? w.keptRefused(label, refusal) : w.keptSent(label) })),
    [w],
  );
  const value = useMemo(() => ({ pendingVotes, askToSignIn, startAfresh }), [pendingVotes, askToSignIn, startAfresh]);

  return (
    <Provider value={client}>
      <Context value={value}>
        {children}
        {notice && <Notice content={notice} onClose={() => notify(null)} />}
        {signIn && (
          <PageBoundary>
            <Suspense>
              <SignInSheet
                onClose={(isSignedIn) => {
                  setSignIn(null);
                  if (isSignedIn) signIn.then?.();
                  else pendingVotes.forgetAll();
                }}
              />
            </Suspense>
          </PageBoundary>
        )}
      </Context>
    </Provider>
  );
}

/** How much waits to be sent. */
export function usePendingCount(): number {
  return usePendingVotes(useSurroundings().pendingVotes).size + useKept().length;
}
