// The frame of every page: tabs, the banner that says what is offline.
import {
  ChartNoAxesColumn,
  ClipboardList,
  House,
  LayoutDashboard,
  Megaphone,
  Settings2,
  UserCheck,
  UserRound,
  WifiOff,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { Link, useRoute } from 'wouter';
import { MeDocument } from '../generated/graphql.ts';
import { useConnection } from './connection.ts';
import { usePendingCount } from './Providers.tsx';
import { useWords } from './preferences.ts';
import { useUnread } from './useUnread.ts';
import { words } from './words.ts';
import './shell.css';

export function Shell({ children }: { children: ReactNode }) {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const can = me?.viewer?.can;
  const unread = useUnread(!can?.readTickets);
  const isAdmin = can && (can.managePeople || can.manageDuties || can.manageKeys || can.explainRights || can.readAudit);
  return (
    <div className="shell">
      <a className="shell-skip" href="#main">
        {w.skip}
      </a>
      <nav className="tabs" aria-label={w.navigation}>
        <span className="tabs-brand">{w.appName}</span>
        <Tab href="/" pattern="/" label={w.home} icon={<House />} />
        <Tab href="/hot" pattern="/hot/:id?" except="/hot/new" label={w.hot} icon={<ChartNoAxesColumn />} />
        {can?.watchTickets && <Tab href="/dispatch" pattern="/dispatch" label={w.dispatch} icon={<LayoutDashboard />} />}
        {can?.listRealNames && <Tab href="/verify" pattern="/verify" label={w.verify} icon={<UserCheck />} />}
        {isAdmin && <Tab href="/admin" pattern="/admin/:room?" label={w.admin} icon={<Settings2 />} />}
        {(!can || can.report) && <Tab href="/report" pattern="/report" label={w.report} icon={<Megaphone />} isMain />}
        {(!can || can.readTickets) && (
          <Tab href="/tickets" pattern="/tickets/:id?" label={w.tickets} icon={<ClipboardList />} count={unread} />
        )}
        <Tab href="/me" pattern="/me" label={w.me} icon={<UserRound />} />
      </nav>
      <OfflineBanner />
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
  /** Shown beside the label when there are some. */
  count?: number;
}

function Tab({ href, pattern, except, label, icon, isMain = false, count = 0 }: TabProps) {
  const w = useWords(words);
  const [matches] = useRoute(pattern);
  const [isExcepted] = useRoute(except ?? '/-');
  const isCurrent = matches && !isExcepted;
  return (
    <Link href={href} className={`tab${isMain ? ' tab-main' : ''}`} aria-current={isCurrent ? 'page' : undefined}>
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
