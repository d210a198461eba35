// The frame of every page: tabs, the banner that says what is offline.
import { ChartNoAxesColumn, House, Plus, UserRound, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useRoute } from 'wouter';
import { useConnection } from './connection.ts';
import { usePendingCount } from './Providers.tsx';
import { useWords } from './preferences.ts';
import { words } from './words.ts';
import './shell.css';

export function Shell({ children }: { children: ReactNode }) {
  const w = useWords(words);
  return (
    <div className="shell">
      <a className="shell-skip" href="#main">
        {w.skip}
      </a>
      <nav className="tabs" aria-label={w.navigation}>
        <span className="tabs-brand">{w.appName}</span>
        <Tab href="/" pattern="/" label={w.home} icon={<House />} />
        <Tab href="/hot" pattern="/hot/:id?" except="/hot/new" label={w.hot} icon={<ChartNoAxesColumn />} />
        <Tab href="/hot/new" pattern="/hot/new" label={w.raise} icon={<Plus />} isMain />
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
}

function Tab({ href, pattern, except, label, icon, isMain = false }: TabProps) {
  const [matches] = useRoute(pattern);
  const [isExcepted] = useRoute(except ?? '/-');
  const isCurrent = matches && !isExcepted;
  return (
    <Link href={href} className={`tab${isMain ? ' tab-main' : ''}`} aria-current={isCurrent ? 'page' : undefined}>
      <span className="tab-icon" aria-hidden="true">
        {icon}
      </span>
      {label}
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
