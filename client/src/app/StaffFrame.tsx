// What staff find their way by: tabs on a phone; on a desk a side bar and what stands above the page; everywhere Ctrl-K.
import { lazy, Suspense, useState } from 'react';
import { useLocation } from 'wouter';
import { useHearsWaiting } from '../inbox/useWaiting.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { useIsWide } from '../ui/useIsWide.ts';
import { useKeys } from '../ui/useKeys.ts';
import { DeskBar } from './DeskBar.tsx';
import { PageBoundary } from './PageBoundary.tsx';
import { addressOf, type Page, type Visitor } from './room.ts';
import { tabsFor } from './rooms.ts';
import { SideBar } from './SideBar.tsx';
import { nameIn, signOf, useCountOf } from './signs.ts';
import { Tab } from './Tab.tsx';
import { words } from './words.ts';
import './staff-frame.css';

const Palette = lazy(() => import('./Palette.tsx'));
const FieldSheet = lazy(() => import('../hubs/FieldSheet.tsx'));

interface Props {
  current: Page | undefined;
  visitor: Visitor;
}

export default function StaffFrame({ current, visitor }: Props) {
  const w = useWords(words);
  const isWide = useIsWide();
  const [open, setOpen] = useState<'palette' | 'sheet' | null>(null);
  useHearsWaiting(!visitor.can?.readInbox);
  useKeys({ 'ctrl+k': () => setOpen('palette') });
  return (
    <>
      {isWide ? (
        <>
          <SideBar current={current} visitor={visitor} />
          <DeskBar visitor={visitor} onFind={() => setOpen('palette')} />
        </>
      ) : (
        <nav className="tabs" aria-label={w.navigation}>
          {tabsFor(visitor).map((page) => (
            <StaffTab key={page.path} page={page} current={current} visitor={visitor} onSheet={() => setOpen('sheet')} />
          ))}
        </nav>
      )}
      <PageBoundary key={open}>
        <Suspense>
          {open === 'palette' && <Palette visitor={visitor} onClose={() => setOpen(null)} />}
          {open === 'sheet' && <FieldSheet onClose={() => setOpen(null)} />}
        </Suspense>
      </PageBoundary>
    </>
  );
}

function StaffTab({ page, current, visitor, onSheet }: Props & { page: Page; onSheet(): void }) {
  const { language } = usePreferences();
  const [path] = useLocation();
  const sign = signOf(page);
  const href = addressOf(page);
  const isSheet = page.staffTab?.isSheet;
  return (
    <Tab
      href={href}
      name={nameIn(undefined, page, visitor)[language]}
      icon={sign?.icon}
      count={useCountOf(page, visitor)}
      counts={sign?.counts}
      isMain={isSheet}
      isCurrent={page === current || path.startsWith(`${href}/`)}
      onOpen={isSheet && onSheet}
    />
  );
}
