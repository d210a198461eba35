// The frame of every page: 110, tabs, five at most on a phone, and the banner that says what is offline.
import {
  ChartNoAxesColumn,
  ClipboardList,
  House,
  LayoutDashboard,
  Megaphone,
  Phone,
  Settings2,
  UserCheck,
  UserRound,
  WifiOff,
} from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { useQuery } from 'urql';
import { Link, useRoute } from 'wouter';
import { arePushesFor } from '../account/pushes.ts';
import { CategoriesDocument } from '../generated/graphql.ts';
import { useConnection } from './connection.ts';
import { usePendingCount } from './Providers.tsx';
import { useWords } from './preferences.ts';
import { isAdministrator, personOf, useMe } from './useMe.ts';
import { useUnread, useUnreadNotices } from './useUnread.ts';
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

const PushRenewal = lazy(() => import('../account/PushRenewal.tsx').catch(() => ({ default: () => null })));

export function Shell({ children }: { children: ReactNode }) {
  const w = useWords(words);
  const me = useMe();
  const can = me?.viewer?.can;
  const unread = useUnread(!can?.readTickets);
  const told = useUnreadNotices(!me?.viewer);
  const person = me ? personOf(me) : null;
  // Kept on the phone from the first visit: a report may begin where there is no network.
  useQuery({ query: CategoriesDocument, requestPolicy: 'cache-first', pause: can ? !can.report : !me });
  return (
    <div className="shell">
      <a className="shell-skip" href="#main">
        {w.skip}
      </a>
      <nav className="tabs" aria-label={w.navigation}>
        <span className="tabs-brand">{w.appName}</span>
        <Tab href="/" pattern="/" label={w.home} icon={<House />} />
        <Tab href="/hot" pattern="/hot/:id?" except="/hot/new" label={w.hot} icon={<ChartNoAxesColumn />} isWide={can?.watchTickets} />
        {can?.watchTickets && <Tab href="/dispatch" pattern="/dispatch" label={w.dispatch} icon={<LayoutDashboard />} />}
        {can?.listRealNames && <Tab href="/verify" pattern="/verify" label={w.verify} icon={<UserCheck />} isWide />}
        {isAdministrator(can) && <Tab href="/admin" pattern="/admin/:room?" label={w.admin} icon={<Settings2 />} isWide />}
        {(!can || can.report) && <Tab href="/report" pattern="/report" label={w.report} icon={<Megaphone />} isMain />}
        {(!can || can.readTickets) && (
          <Tab
            href="/tickets"
            pattern="/tickets/:id?"
            label={can?.watchTickets ? w.tickets : w.progress}
            icon={<ClipboardList />}
            count={unread}
          />
        )}
        <Tab href="/me" pattern="/me" label={w.me} icon={<UserRound />} count={told} />
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
      <main id="main" className="shell-main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

interface TabProps {
  href: string;
  pattern: string;
  except?: string;
  label: string;
  icon: ReactNode;
  isMain?: boolean;
  /** Only where there is room: on a phone another page leads there. */
  isWide?: boolean | undefined;
  /** Shown beside the label when there are some. */
  count?: number;
}

function Tab({ href, pattern, except, label, icon, isMain = false, isWide = false, count = 0 }: TabProps) {
  const w = useWords(words);
  const [matches] = useRoute(pattern);
  const [isExcepted] = useRoute(except ?? '/-');
  const isCurrent = matches && !isExcepted;
  return (
    <Link
      href={href}
      className={`tab${isMain ? ' tab-main' : ''}${isWide ? ' tab-wide' : ''}`}
      aria-current={isCurrent ? 'page' : undefined}
    >
      <span className="tab-icon" aria-hidden="true">
        {icon}
      </span>
      {label}
      {count > 0 && (
        <span className="tab-count numbers">
          <span className="visually-hidden">{w.unread} </span>
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
