// The frame of every page: its tabs or side bar, its head, and the banner that says what is offline.
import { WifiOff } from 'lucide-react';
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react';
import { useQuery } from 'urql';
import { useLocation, useRoute } from 'wouter';
import { arePushesFor } from '../account/pushes.ts';
import { CategoriesDocument } from '../generated/graphql.ts';
import { useConnection } from '../net/connection.ts';
import { allowRest } from '../net/rest.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Head } from './Head.tsx';
import { usePendingCount } from './Providers.tsx';
import { addressOf, isStaff, type Page, titleOf, type Visitor } from './room.ts';
import { tabsFor } from './rooms.ts';
import { Tab } from './Tab.tsx';
import { personOf, useMeAsked } from './useMe.ts';
import { usePage, visitorOf } from './usePage.ts';
import { words } from './words.ts';
import './shell.css';

const AGAIN_MS = 10_000;
/** Kept in the browser while staff use it. */
const WORKED_HERE = 'xieshou.worked-here';

/** For staff alone. Without a network its code may not come: it is tried again, the page does not wait for it. */
function untilItComes<Given>(load: () => Promise<{ default: ComponentType<Given> }>): () => Promise<{ default: ComponentType<Given> }> {
  return () =>
    load().catch(async () => {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      return untilItComes(load)();
    });
}

const UrgentBar = lazy(untilItComes(() => import('../tickets/UrgentBar.tsx')));
const StaffFrame = lazy(untilItComes(() => import('./StaffFrame.tsx')));
/** Of no use where its code does not come: it is asked for again on the next visit. */
const AgreeLine = lazy(() => import('../texts/AgreeLine.tsx').catch(() => ({ default: () => null })));

const PushRenewal = lazy(() => import('../account/PushRenewal.tsx').catch(() => ({ default: () => null })));

export function Shell({ children }: { children: ReactNode }) {
  const w = useWords(words);
  const me = useMeAsked();
  const visitor = visitorOf(me);
  const { can } = visitor;
  const current = usePage()?.page;
  const person = me ? personOf(me) : null;
  const [isHome] = useRoute('/');
  const agreeLine = me && me.textsToAgree.length > 0 && (
    <Suspense>
      <AgreeLine />
    </Suspense>
  );
  const isCalled = can?.watchTickets ?? !me;
  useEffect(() => allowRest(!isCalled), [isCalled]);
  // Whoever worked here last does so again, most likely: nothing moves aside when it is known.
  const hasSideBar = me ? isStaff(visitor) : localStorage.getItem(WORKED_HERE) !== null;
  useEffect(() => {
    if (me && hasSideBar) localStorage.setItem(WORKED_HERE, '');
    else if (me) localStorage.removeItem(WORKED_HERE);
  }, [me, hasSideBar]);
  const { isSideFolded } = usePreferences();
  const side = current?.isWhole || isSideFolded ? 'shell-folded' : 'shell-unfolded';
  // Kept on the phone from the first visit: a report may begin where there is no network.
  useQuery({ query: CategoriesDocument, requestPolicy: 'cache-first', pause: can ? !can.report : !me });
  return (
    <div className={`shell ${hasSideBar ? `shell-staff ${side}` : ''}`}>
      <a className="shell-skip" href="#main">
        {w.skip}
      </a>
      {hasSideBar ? (
        <Suspense fallback={<nav className="tabs" aria-label={w.navigation} />}>
          {me ? <StaffFrame current={current} visitor={visitor} /> : <nav className="tabs" aria-label={w.navigation} />}
        </Suspense>
      ) : (
        <ResidentTabs current={current} visitor={visitor} />
      )}
      <Head page={current} visitor={visitor} />
      <OfflineBanner />
      {can?.watchTickets && (
        <Suspense>
          <UrgentBar />
        </Suspense>
      )}
      {person && arePushesFor(person) && (
        <Suspense>
          <PushRenewal key={person} />
        </Suspense>
      )}
      {!isHome && agreeLine}
      <main id="main" className="shell-main" tabIndex={-1}>
        {children}
        {/* At home the alarm comes first. */}
        {isHome && agreeLine}
      </main>
    </div>
  );
}

function ResidentTabs({ current, visitor }: { current: Page | undefined; visitor: Visitor }) {
  const w = useWords(words);
  return (
    <nav className="tabs" aria-label={w.navigation}>
      <span className="tabs-brand">{w.appName}</span>
      {tabsFor(visitor).map((page) => (
        <ResidentTab key={page.path} page={page} visitor={visitor} current={current} />
      ))}
    </nav>
  );
}

const NONE = () => 0;

function ResidentTab({ page, visitor, current }: { page: Page; visitor: Visitor; current: Page | undefined }) {
  const { language } = usePreferences();
  const [path] = useLocation();
  const { icon, isMain, useCount = NONE } = page.tab ?? {};
  const href = addressOf(page);
  return (
    <Tab
      href={href}
      name={(page.segment ?? titleOf(page, visitor))[language]}
      icon={icon}
      isMain={isMain}
      count={useCount(visitor)}
      isCurrent={current === page || (page.segment && current?.segment) !== undefined || (href !== '/' && path.startsWith(`${href}/`))}
    />
  );
}

function OfflineBanner() {
  const w = useWords(words);
  const { state } = useConnection();
  const waiting = usePendingCount();
  if (state !== 'lost' || navigator.onLine) return null;
  return (
    <p className="offline" role="status">
      <WifiOff aria-hidden="true" /> {waiting > 0 ? w.offlineSaved(waiting) : w.offline}
    </p>
  );
}
