// My points line by line, the newest first; of a month with the sums a bank would give.
import { useState } from 'react';
import { useQuery } from 'urql';
import { usePreferences, useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { MonthSumsDocument, StatementDocument, type StatementQuery } from '../generated/points/graphql.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { SelectField } from '../ui/Field.tsx';
import { CardSkeleton, Skeleton } from '../ui/Skeleton.tsx';
import { dateTime, lastMonths, monthName } from '../ui/time.ts';
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
    <section className="card points-statement">
      <SelectField
        label={w.month}
        value={month}
        onChange={(value) => {
          setMonth(value);
          setPages([null]);
        }}
      >
        <option value={NEWEST}>{w.newest}</option>
        {months.map((value) => (
          <option key={value} value={value}>
            {monthName(value, language)}
          </option>
        ))}
      </SelectField>
      {month !== NEWEST && <Sums key={`${month} ${balance}`} month={month} />}
      {pages.map((after, index) => (
        <StatementPage
          key={`${month} ${after} ${balance}`}
          month={month || null}
          after={after}
          onMore={index === pages.length - 1 ? (cursor) => setPages([...pages, cursor]) : undefined}
        />
      ))}
    </section>
  );
}

function Sums({ month }: { month: string }) {
  const w = useWords(words);
  const [{ data }] = useQuery({ query: MonthSumsDocument, variables: { month }, requestPolicy: 'cache-and-network' });
  return (
    <dl className="points-sums">
      {(['opening', 'received', 'given', 'closing'] as const).map((name) => (
        <div key={name}>
          <dt className="note">{w[name]}</dt>
          <dd className="numbers">{data ? data.points.month[name] : <Skeleton width="2em" />}</dd>
        </div>
      ))}
    </dl>
  );
}

interface PageProps {
  month: string | null;
  after: string | null;
  onMore: ((cursor: string) => void) | undefined;
}

function StatementPage({ month, after, onMore }: PageProps) {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const [{ data, error }, refetch] = useQuery({
    query: StatementDocument,
    variables: { month, after },
    requestPolicy: 'cache-and-network',
  });
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <CardSkeleton />;
  const { entries } = data.points;
  if (after === null && entries.edges.length === 0) return <EmptyState title={month ? w.noLinesOfMonth : w.noLines} hint={w.noLinesHint} />;
  return (
    <>
      <ol className="points-lines">
        {entries.edges.map(({ node }) => (
          <Line key={node.sequence} line={node} />
        ))}
      </ol>
      {onMore && entries.pageInfo.hasNextPage && (
        <button type="button" className="button" onClick={() => onMore(entries.pageInfo.endCursor as string)}>
          {shell.more}
        </button>
      )}
    </>
  );
}

function Line({ line }: { line: StatementQuery['points']['entries']['edges'][number]['node'] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { kind, note, at, amount, balanceAfter } = line;
  return (
    <li className="points-line">
      <div className="points-what">
        <span>
          {w.kinds[kind]}
          {note && ` · ${note}`}
        </span>
        <strong className={`numbers ${amount > 0 ? 'points-in' : ''}`}>{amount > 0 ? `+${amount}` : `−${-amount}`}</strong>
      </div>
      <div className="points-what note">
        <span>{dateTime(at, language)}</span>
        <span className="numbers">{w.after(balanceAfter)}</span>
      </div>
    </li>
  );
}
