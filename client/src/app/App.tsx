// Routes. Home and the hot list come with the first load, the rest when it is asked for.
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { HomePage } from '../home/HomePage.tsx';
import { HotPage } from '../hotlist/HotPage.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { Providers } from './Providers.tsx';
import { Shell } from './Shell.tsx';

const NewIssuePage = lazy(() => import('../hotlist/NewIssuePage.tsx'));
const AccountPage = lazy(() => import('../account/AccountPage.tsx'));

export function App() {
  return (
    <Providers>
      <Shell>
        <Suspense fallback={<PageSkeleton />}>
          <Switch>
            <Route path="/" component={HomePage} />
            <Route path="/hot/new" component={NewIssuePage} />
            <Route path="/hot/:id?">{({ id }) => <HotPage issueId={id} />}</Route>
            <Route path="/me" component={AccountPage} />
            <Route path="/index.html">
              <Redirect to="/" />
            </Route>
            <Route component={NotFoundPage} />
          </Switch>
        </Suspense>
      </Shell>
    </Providers>
  );
}
