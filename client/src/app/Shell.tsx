// The frame of every page: 110, tabs, five at most on a phone, and the banner that says what is offline.
import { Phone, WifiOff } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { useQuery } from 'urql';
import { Link, useRoute } from 'wouter';
import { arePushesFor } from '../account/pushes.ts';
import { CategoriesDocument } from '../generated/graphql.ts';
import { useConnection } from '../net/connection.ts';
import { allowRest } from '../net/rest.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { usePendingCount } from './Providers.tsx';
import { addressOf, type Page, titleOf, type Visitor } from './room.ts';
import { tabsFor } from './rooms.ts';
import { personOf, useMeAsked } from './useMe.ts';
import { useCountOf, usePage, visitorOf } from './usePage.ts';
import { words } from './words.ts';
import './shell.css';

const AGAIN_MS = 10_000;

/** For staff alone. Without a network its code may not come: it is tried again, the page does not wait for it. */
const UrgentBar = lazy(function load(): Promise<typeof import('../tickets/UrgentBar.tsx')> {
  return import('../tickets/UrgentBar.tsx').catch(async () => {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    return load();
  });
});

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
  // Kept on the phone from the first visit: a report may begin where there is no network.
  useQuery({ query: CategoriesDocument, requestPolicy: 'cache-first', pause: can ? !can.report : !me });
  return (
    <div className="shell">
      <a className="shell-skip" href="#main">
        {w.skip}
      </a>
      <nav className="tabs" aria-label={w.navigation}>
        <span className="tabs-brand">{w.appName}</span>
        {tabsFor(visitor).map(({ page, tab }) => (
          <Tab key={page.path} page={page} tab={tab} visitor={visitor} isCurrent={current && addressOf(current) === addressOf(page)} />
        ))}
      </nav>
      <Call110 />
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

interface TabProps {
  page: Page;
  tab: NonNullable<Page['tab']>;
  visitor: Visitor;
  isCurrent: boolean | undefined;
}

function Tab({ page, tab, visitor, isCurrent }: TabProps) {
  const w = useWords(words);
  const { language } = usePreferences();
  const count = useCountOf(page, visitor);
  const { icon: Icon } = page;
  return (
    <Link
      href={addressOf(page)}
      className={`tab${tab.isMain ? ' tab-main' : ''}${tab.isWide?.(visitor) ? ' tab-wide' : ''}`}
      aria-current={isCurrent ? 'page' : undefined}
    >
      <span className="tab-icon" aria-hidden="true">
        {Icon && <Icon />}
      </span>
      {titleOf(page, visitor)[language]}
      {count > 0 && (
        <span className="tab-count numbers">
          <span className="visually-hidden">{page.counts === 'toDo' ? w.toDo : w.unread} </span>
          {count > 98 ? '99+' : count}
        </span>
      )}
    </Link>
  );
}

/** The way to 110 from every page; on a phone, home has its own above everything else. */
function Call110() {
  const w = useWords(words);
  const [isHome] = useRoute('/');
  return (
    <div className={`shell-head${isHome ? ' shell-head-wide' : ''}`}>
      <a className="shell-110" href="tel:110" aria-label={w.call110}>
        <Phone aria-hidden="true" /> 110
      </a>
    </div>
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
