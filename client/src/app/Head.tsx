// The head of every page: the way back, 110, and below them the pages of one subject side by side.
import { ChevronLeft, Phone } from 'lucide-react';
import { Link, useLocation, useRoute } from 'wouter';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { useIsWide } from '../ui/useIsWide.ts';
import { words as uiWords } from '../ui/words.ts';
import { addressOf, type Page, type Visitor } from './room.ts';
import { SEGMENTS } from './rooms.ts';
import { goBack, isTop, upFrom } from './way-back.ts';
import { words } from './words.ts';

export function Head({ page, visitor }: { page: Page | undefined; visitor: Visitor }) {
  const w = useWords(words);
  const [path] = useLocation();
  const [isHome] = useRoute('/'); // on a phone it has its own 110 above everything else
  const isWide = useIsWide();
  const isExact = page !== undefined && addressOf(page) === path;
  return (
    <>
      <div className={`shell-head${isHome ? ' shell-head-wide' : ''}`}>
        {!isTop(page, visitor, { isExact, isWide }) && <WayBack to={upFrom(page, path, visitor)} />}
        <a className="shell-110" href="tel:110" aria-label={w.call110}>
          <Phone aria-hidden="true" /> 110
        </a>
      </div>
      {page?.segment && (isExact || isWide) && <Segments current={page} />}
    </>
  );
}

function WayBack({ to }: { to: string }) {
  const { back } = useWords(uiWords);
  return (
    <Link className="shell-back" href={to} onClick={(event) => goBack() && event.preventDefault()}>
      <ChevronLeft aria-hidden="true" /> {back}
    </Link>
  );
}

function Segments({ current }: { current: Page }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <nav className="shell-segments" aria-label={w.segments}>
      {SEGMENTS.map((page) => (
        <Link key={page.path} href={addressOf(page)} aria-current={page === current ? 'page' : undefined}>
          {page.segment?.[language]}
        </Link>
      ))}
    </nav>
  );
}
