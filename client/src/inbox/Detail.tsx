// What is done beside the list, where there is room: a ticket, an issue, a plan. Everything else has a page of its own.
import { lazy, Suspense } from 'react';
import { IssueDetail } from '../hotlist/IssueDetail.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';

const TicketView = lazy(() => import('../tickets/TicketPage.tsx').then((module) => ({ default: module.TicketView })));
const PlanView = lazy(() => import('../patrols/PlanPage.tsx').then((module) => ({ default: module.PlanView })));

/** What shows the page of that path beside a list; null: nothing does. */
export function detailOf(path: string) {
  const [, room, id] = path.split('/');
  if (!id) return null;
  if (room === 'tickets') return <TicketView id={id} />;
  if (room === 'hot') return <IssueDetail id={id} isAlone={false} />;
  return room === 'plans' ? <PlanView id={id} isAlone={false} /> : null;
}

/** Each with a beginning of its own: nothing that was typed for one is sent for another. */
export function Detail({ path }: { path: string }) {
  return (
    <Suspense key={path} fallback={<PageSkeleton />}>
      {detailOf(path)}
    </Suspense>
  );
}
