// Routes. Home and the hot list come with the first load, the rest when it is asked for.
import { lazy, Suspense } from 'react';
import { useQuery } from 'urql';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { MeDocument } from '../generated/graphql.ts';
import { HomePage } from '../home/HomePage.tsx';
import { HotPage } from '../hotlist/HotPage.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { PageBoundary } from './PageBoundary.tsx';
import { Providers } from './Providers.tsx';
import { Shell } from './Shell.tsx';

const NewIssuePage = lazy(() => import('../hotlist/NewIssuePage.tsx'));
const AccountPage = lazy(() => import('../account/AccountPage.tsx'));
const RealNamePage = lazy(() => import('../account/RealNamePage.tsx'));
const WhoLookedPage = lazy(() => import('../account/WhoLookedPage.tsx'));
const MyDataPage = lazy(() => import('../account/MyDataPage.tsx'));
const StaffSignInPage = lazy(() => import('../staff/StaffSignInPage.tsx'));
const SecondFactorPage = lazy(() => import('../staff/SecondFactorPage.tsx'));
const ReportPage = lazy(() => import('../tickets/ReportPage.tsx'));
const TicketPage = lazy(() => import('../tickets/TicketPage.tsx'));
const TicketsPage = lazy(() => import('../tickets/TicketsPage.tsx'));
const DispatchPage = lazy(() => import('../dispatch/DispatchPage.tsx'));
const PublicPage = lazy(() => import('../tickets/PublicPage.tsx'));
const SharedPage = lazy(() => import('../tickets/SharedPage.tsx'));
const NoticesPage = lazy(() => import('../notices/NoticesPage.tsx'));
const PointsPage = lazy(() => import('../points/PointsPage.tsx'));
const RewardsPage = lazy(() => import('../points/RewardsPage.tsx'));
const CounterPage = lazy(() => import('../points/CounterPage.tsx'));
const ShiftsPage = lazy(() => import('../volunteers/ShiftsPage.tsx'));
const ShiftPage = lazy(() => import('../volunteers/ShiftPage.tsx'));
const CheckInPage = lazy(() => import('../volunteers/CheckInPage.tsx'));
const PostPage = lazy(() => import('../volunteers/PostPage.tsx'));
const VolunteerPage = lazy(() => import('../volunteers/VolunteerPage.tsx'));
const ReviewPage = lazy(() => import('../volunteers/ReviewPage.tsx'));
const NewShiftPage = lazy(() => import('../volunteers/NewShiftPage.tsx'));
const TrainingPage = lazy(() => import('../volunteers/TrainingPage.tsx'));
const RecordPage = lazy(() => import('../honours/RecordPage.tsx'));
const VerifyPage = lazy(() => import('../honours/VerifyPage.tsx'));
const HonoursPage = lazy(() => import('../honours/HonoursPage.tsx'));
const TeamPage = lazy(() => import('../honours/TeamPage.tsx'));
const KpiPage = lazy(() => import('../honours/KpiPage.tsx'));
const QueuePage = lazy(() => import('../verify/QueuePage.tsx'));
const HotDeskPage = lazy(() => import('../answers/HotDeskPage.tsx'));
const PlansPage = lazy(() => import('../patrols/PlansPage.tsx'));
const PlanPage = lazy(() => import('../patrols/PlanPage.tsx'));
const PointPage = lazy(() => import('../patrols/PointPage.tsx'));
const AdminPage = lazy(() => import('../admin/AdminPage.tsx'));

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
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  if (me?.viewer?.lacksSecondFactor) return <SecondFactorPage />;
  return (
    <Switch>
      <Route path="/" component={HomePage} />
      <Route path="/hot/new" component={NewIssuePage} />
      <Route path="/hot/:id?">{({ id }) => <HotPage issueId={id} />}</Route>
      <Route path="/hot-desk" component={HotDeskPage} />
      <Route path="/plans" component={PlansPage} />
      <Route path="/plans/:id">{({ id }) => <PlanPage id={id} />}</Route>
      <Route path="/point" component={PointPage} />
      <Route path="/report" component={ReportPage} />
      <Route path="/tickets" component={TicketsPage} />
      <Route path="/tickets/:id">{({ id }) => <TicketPage id={id} />}</Route>
      <Route path="/around" component={PublicPage} />
      <Route path="/t/:token">{({ token }) => <SharedPage token={token} />}</Route>
      <Route path="/dispatch" component={DispatchPage} />
      <Route path="/me" component={AccountPage} />
      <Route path="/me/real-name" component={RealNamePage} />
      <Route path="/me/who-looked" component={WhoLookedPage} />
      <Route path="/me/data" component={MyDataPage} />
      <Route path="/notices" component={NoticesPage} />
      <Route path="/points" component={PointsPage} />
      <Route path="/rewards" component={RewardsPage} />
      <Route path="/counter" component={CounterPage} />
      <Route path="/shifts" component={ShiftsPage} />
      <Route path="/shifts/new" component={NewShiftPage} />
      <Route path="/shifts/:id">{({ id }) => <ShiftPage id={id} />}</Route>
      <Route path="/check-in" component={CheckInPage} />
      <Route path="/post" component={PostPage} />
      <Route path="/volunteer" component={VolunteerPage} />
      <Route path="/volunteers" component={ReviewPage} />
      <Route path="/training" component={TrainingPage} />
      <Route path="/service" component={RecordPage} />
      <Route path="/certificates/:code?">{({ code }) => <VerifyPage key={code} code={code} />}</Route>
      <Route path="/honours" component={HonoursPage} />
      <Route path="/teams/:id">{({ id }) => <TeamPage id={id} />}</Route>
      <Route path="/kpi" component={KpiPage} />
      <Route path="/staff" component={StaffSignInPage} />
      <Route path="/verify" component={QueuePage} />
      <Route path="/admin/:room?">{({ room }) => <AdminPage room={room} />}</Route>
      <Route path="/index.html">
        <Redirect to="/" />
      </Route>
      <Route component={NotFoundPage} />
    </Switch>
  );
}
