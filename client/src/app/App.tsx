// What the address leads to. Home and the hot list come with the first load, the rest when it is asked for.
import { type ComponentType, lazy, Suspense } from 'react';
import { Redirect, useLocation } from 'wouter';
import { HomePage } from '../home/HomePage.tsx';
import { HotPage } from '../hotlist/HotPage.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { PageBoundary } from './PageBoundary.tsx';
import { Providers } from './Providers.tsx';
import { addressOf, type Page, titleOf } from './room.ts';
import { homeOf, MOVED, PAGES } from './rooms.ts';
import { Shell } from './Shell.tsx';
import { useMe } from './useMe.ts';
import { usePage, useVisitor, visitorOf } from './usePage.ts';
import { useTitle } from './useTitle.ts';
import { words } from './words.ts';

const SecondFactorPage = lazy(() => import('../staff/SecondFactorPage.tsx'));

/** Pages that are drawn without waiting. */
const FIRST: Readonly<Record<string, ComponentType>> = { '/': HomePage, '/hot/:issueId?': HotPage };

/** What a page takes is checked where it is declared. */
type Loading = () => Promise<{ default: ComponentType }>;

const COMPONENTS = new Map(PAGES.map((page) => [page, page.load ? lazy(page.load as Loading) : FIRST[page.path]]));

export function App() {
  const [path] = useLocation();
  return (
    <Providers>
      <Shell>
        <PageBoundary key={path.split('/')[1]}>
          <Suspense fallback={<PageSkeleton />}>
            <Pages />
          </Suspense>
        </PageBoundary>
      </Shell>
    </Providers>
  );
}

function Pages() {
  const me = useMe();
  const [path] = useLocation();
  const found = usePage();
  if (me?.viewer?.lacksSecondFactor) return <SecondFactorPage />;
  if (path === '/index.html') return <Redirect to="/" />;
  const moved = MOVED.get(path);
  if (moved) return <Redirect to={moved + location.search} replace />;
  const home = homeOf(visitorOf(me));
  if (path === '/' && home) return <Redirect to={addressOf(home)} replace />;
  const Component = (found && COMPONENTS.get(found.page)) ?? NotFoundPage;
  return (
    <>
      <Title page={found?.page} />
      <Component {...found?.params} />
    </>
  );
}

/** Beside the page, and before it: what the page itself says of its title holds. */
function Title({ page }: { page: Page | undefined }) {
  const visitor = useVisitor();
  const { notFound } = useWords(words);
  const { language } = usePreferences();
  useTitle(page ? titleOf(page, visitor)[language] : notFound);
  return null;
}
