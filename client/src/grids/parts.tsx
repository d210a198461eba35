// What goes on in a grid, a card each: open tickets, patrols, shifts. Each leads to where there is more of it.
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { GridShiftsDocument } from '../generated/grids/graphql.ts';
import { CoverageDocument, PlansDocument } from '../generated/patrols/graphql.ts';
import { TicketsDocument } from '../generated/tickets/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { PlanRow } from '../patrols/PlanRow.tsx';
import { TicketCard, TicketCardSkeleton } from '../tickets/TicketCard.tsx';
import { LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { ErrorState } from '../ui/EmptyState.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { clockTime, dateTime } from '../ui/time.ts';
import { words } from './words.ts';
import '../patrols/patrols.css';
import '../tickets/tickets.css';

const SHOWN = 5;

interface Props {
  gridId: string;
}

/** Those that are due first. */
export function GridTickets({ gridId }: Props) {
  const w = useWords(words);
  const { data, error, reread } = useRead({
    query: TicketsDocument,
    variables: { filter: { gridId, isOpen: true }, orderBy: 'DUE', after: null },
    requestPolicy: 'cache-and-network',
  });
  if (error && !data) return <ErrorState onRetry={reread} />;
  return (
    <Card title={w.tickets} className="grid-tickets">
      {!data && <TicketCardSkeleton />}
      {data?.tickets.edges.length === 0 && <p className="note">{w.noTickets}</p>}
      {data?.tickets.edges.slice(0, SHOWN).map(({ node }) => (
        <TicketCard key={node.id} ticket={node} />
      ))}
      <LinkButton label={w.allTickets} href="/tickets" />
    </Card>
  );
}

/** Plans in force, and how far they have been walked. */
export function GridPatrols({ gridId }: Props) {
  const w = useWords(words);
  const { data, error, reread } = useRead({ query: PlansDocument, variables: { view: 'IN_FORCE' }, requestPolicy: 'cache-and-network' });
  const [{ data: walked }] = useQuery({ query: CoverageDocument, requestPolicy: 'cache-and-network' });
  if (error && !data) return <ErrorState onRetry={reread} />;
  if (!data) return <CardSkeleton />;
  const plans = data.patrolPlans.filter(({ grid }) => grid?.id === gridId);
  const coverage = walked?.patrolCoverage.find(({ grid }) => grid.id === gridId);
  return (
    <Card title={w.patrols}>
      {coverage && coverage.pointCount > 0 && <p className="numbers">{w.covered(coverage.passedCount, coverage.pointCount)}</p>}
      {plans.length === 0 && <p className="note">{w.noPatrols}</p>}
      <ul className="plan-list">
        {plans.slice(0, SHOWN).map((plan) => (
          <PlanRow key={plan.id} plan={plan} />
        ))}
      </ul>
      <LinkButton label={w.allPatrols} href="/plans" />
    </Card>
  );
}

/** Those of the posts that lie in it. */
export function GridShifts({ gridId }: Props) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { data, error, reread } = useRead({ query: GridShiftsDocument, requestPolicy: 'cache-and-network' });
  if (error && !data) return <ErrorState onRetry={reread} />;
  if (!data) return <CardSkeleton />;
  const shifts = data.shifts.edges.map(({ node }) => node).filter(({ post }) => post?.grid?.id === gridId);
  return (
    <Card title={w.shifts}>
      {shifts.length === 0 && <p className="note">{w.noShifts}</p>}
      <Rows>
        {shifts.slice(0, SHOWN).map(({ id, title, startsAt, endsAt, post, joinedCount, capacity }) => (
          <Row key={id} end={w.joined(joinedCount, capacity)}>
            <Link href={`/shifts/${id}`}>{title}</Link>
            <span className="note numbers">
              {dateTime(startsAt, language)}–{clockTime(Date.parse(endsAt))} · {post?.name}
            </span>
          </Row>
        ))}
      </Rows>
      <LinkButton label={w.allShifts} href="/shifts" />
    </Card>
  );
}
