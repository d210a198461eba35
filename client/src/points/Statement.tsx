// A month of my points, line by line, with the sums a bank would give.
import { useState } from 'react';
import { useQuery } from 'urql';
import { usePreferences, useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { StatementDocument, type StatementQuery } from '../generated/points/graphql.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { SelectField } from '../ui/Field.tsx';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { dateTime } from '../ui/time.ts';
import { words } from './words.ts';

const MONTHS = 13;

/** @param balance of the account: when it changes, the month is read anew */
export function Statement({ balance }: { balance: number }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const months = lastMonths(new Date());
  const [month, setMonth] = useState(months[0] as string);
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  const format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { year: 'numeric', month: 'long', timeZone: 'UTC' });
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
        {months.map((value) => (
          <option key={value} value={value}>
            {format.format(new Date(`${value}-01T00:00:00Z`))}
          </option>
        ))}
      </SelectField>
      {pages.map((after, index) => (
        <StatementPage
          key={`${month} ${after} ${balance}`}
          month={month}
          after={after}
          onMore={index === pages.length - 1 ? (cursor) => setPages([...pages, cursor]) : undefined}
        />
      ))}
    </section>
  );
}

/** The current month and those before it, newest first. */
function lastMonths(now: Date): string[] {
  return Array.from({ length: MONTHS }, (_, back) => {
    const first = new Date(Date.UTC(now.getFullYear(), now.getMonth() - back, 1));
    return first.toISOString().slice(0, 7);
  });
}

interface PageProps {
  month: string;
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
  const { month: sums, entries } = data.points;
  if (after === null && entries.edges.length === 0) return <EmptyState title={w.noLines} hint={w.noLinesHint} />;
  return (
    <>
      {after === null && (
        <dl className="points-sums">
          {(['opening', 'received', 'given', 'closing'] as const).map((name) => (
            <div key={name}>
              <dt className="note">{w[name]}</dt>
              <dd className="numbers">{sums[name]}</dd>
            </div>
          ))}
        </dl>
      )}
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
      <span>
        {w.kinds[kind]}
        {note && ` · ${note}`}
      </span>
      <strong className={`numbers ${amount > 0 ? 'points-in' : ''}`}>{amount > 0 ? `+${amount}` : `−${-amount}`}</strong>
      <span className="note">{dateTime(at, language)}</span>
      <span className="note numbers">{w.after(balanceAfter)}</span>
    </li>
  );
}
