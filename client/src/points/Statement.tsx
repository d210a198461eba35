// My points line by line, the newest first; of a month with the sums a bank would give.
import { useState } from 'react';
import { useQuery } from 'urql';
import { MonthSumsDocument, StatementDocument, type StatementQuery } from '../generated/points/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Facts } from '../ui/Facts.tsx';
import { SelectField } from '../ui/Field.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { CardSkeleton, Skeleton } from '../ui/Skeleton.tsx';
import { dateTime, lastMonths, monthName } from '../ui/time.ts';
import { words as uiWords } from '../ui/words.ts';
import { words } from './words.ts';

/** Of no month in particular. */
const NEWEST = '';

/** @param balance of the account: when it changes, the month is read anew */
export function Statement({ balance }: { balance: number }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const months = lastMonths(new Date());
  const [month, setMonth] = useState(NEWEST);
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  return (
    <Card className="points-statement">
      <SelectField
        label={w.month}
        value={month}
        onChange={(value) => {
          setMonth(value);
          setPages([null]);
        }}
        options={[[NEWEST, w.newest], ...months.map((value) => [value, monthName(value, language)] as const)]}
      />
      {month !== NEWEST && <Sums key={`${month} ${balance}`} month={month} />}
      {pages.map((after, index) => (
        <StatementPage
          key={`${month} ${after} ${balance}`}
          month={month || null}
          after={after}
          onMore={index === pages.length - 1 ? (cursor) => setPages([...pages, cursor]) : undefined}
        />
      ))}
    </Card>
  );
}

function Sums({ month }: { month: string }) {
  const w = useWords(words);
  const [{ data }] = useQuery({ query: MonthSumsDocument, variables: { month }, requestPolicy: 'cache-and-network' });
  const waiting = <Skeleton width="2em" />;
  return (
    <Facts
      isSums
      of={(['opening', 'received', 'given', 'closing'] as const).map((name) => [w[name], data ? data.points.month[name] : waiting])}
    />
  );
}

interface PageProps {
  month: string | null;
  after: string | null;
  onMore: ((cursor: string) => void) | undefined;
}

function StatementPage({ month, after, onMore }: PageProps) {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const { data, error, reread } = useRead({
    query: StatementDocument,
    variables: { month, after },
    requestPolicy: 'cache-and-network',
  });
  if (error && !data) return <ErrorState onRetry={reread} />;
  if (!data) return <CardSkeleton />;
  const { entries } = data.points;
  if (after === null && entries.edges.length === 0) return <EmptyState title={month ? w.noLinesOfMonth : w.noLines} hint={w.noLinesHint} />;
  return (
    <>
      <Rows isRanked>
        {entries.edges.map(({ node }) => (
          <Line key={node.sequence} line={node} />
        ))}
      </Rows>
      {onMore && entries.pageInfo.hasNextPage && <Button label={ui.more} onClick={() => onMore(entries.pageInfo.endCursor as string)} />}
    </>
  );
}

function Line({ line }: { line: StatementQuery['points']['entries']['edges'][number]['node'] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { kind, note, at, amount, balanceAfter } = line;
  return (
    <Row end={<strong className={amount > 0 ? 'points-in' : ''}>{amount > 0 ? `+${amount}` : `−${-amount}`}</strong>}>
      <span>
        {w.kinds[kind]}
        {note && ` · ${note}`}
      </span>
      <span className="note numbers">
        {dateTime(at, language)} · {w.after(balanceAfter)}
      </span>
    </Row>
  );
}
