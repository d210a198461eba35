// What waits for whoever works here, live: one list by deadline. Each entry leads to where it is done: its page, or beside the list.
import { useEffect, useRef } from 'react';
import { useSubscription } from 'urql';
import { useSearchParams } from 'wouter';
import { PushOffer } from '../account/PushOffer.tsx';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { InboxDocument, InboxUpdatedDocument, type WaitingFragment } from '../generated/inbox/graphql.ts';
import { AlarmButton } from '../home/AlarmButton.tsx';
import { useRead } from '../net/useRead.ts';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { useWords } from '../ui/preferences.ts';
import { PageWaits } from '../ui/Skeleton.tsx';
import { useIsWide } from '../ui/useIsWide.ts';
import { useKeys } from '../ui/useKeys.ts';
import { useNow } from '../ui/useNow.ts';
import { Detail, detailOf } from './Detail.tsx';
import { GROUPS, groupOf } from './groups.ts';
import { InboxRow } from './InboxRow.tsx';
import { words } from './words.ts';
import './inbox.css';

const TICK_MS = 30_000;

export default function InboxPage() {
  const me = useMe();
  const isWide = useIsWide();
  const [params, setParams] = useSearchParams();
  const isAllowed = me?.viewer?.can.readInbox ?? false;
  // Not what was known before: work that has been done meanwhile would stand there for a moment.
  const { data, error, reread } = useRead({ query: InboxDocument, pause: !isAllowed, requestPolicy: 'network-only' });
  const [{ data: news }] = useSubscription({ query: InboxUpdatedDocument, pause: !isAllowed });
  if (me && !isAllowed) return <SignInFirst />;
  const inbox = news?.inboxUpdated ?? data?.inbox;
  const at = isWide ? params.get('at') : null;
  const change = (name: 'at' | 'kind', value: string | null) =>
    setParams((before) => {
      const now = new URLSearchParams(before);
      if (value) now.set(name, value);
      else now.delete(name);
      return now;
    });
  const open = (path: string) => (isWide && detailOf(path) ? () => change('at', path) : undefined);
  return (
    <div className="two-panes">
      {inbox ? (
        <Todo
          inbox={inbox}
          at={at}
          openOf={open}
          isOnCall={me?.viewer?.can.watchTickets ?? false}
          wanted={params.get('kind')}
          onChoose={(kind) => change('kind', kind)}
        />
      ) : (
        <PageWaits error={error} onRetry={reread} />
      )}
      <div className="page page-beside inbox-beside">
        {at && detailOf(at) ? (
          <Detail path={at} />
        ) : (
          me?.viewer?.can.report && (
            <Card className="emergency">
              <AlarmButton isSignedOut={false} />
            </Card>
          )
        )}
      </div>
    </div>
  );
}

interface TodoProps {
  inbox: WaitingFragment;
  /** The page that is shown beside the list. */
  at: string | null;
  /** What shows a page there. */
  openOf(path: string): (() => void) | undefined;
  /** Emergencies call them. */
  isOnCall: boolean;
  /** The one kind to be shown; null: all. */
  wanted: string | null;
  onChoose(kind: string | null): void;
}

function Todo({ inbox: { items, kinds, count }, at, openOf, isOnCall, wanted, onChoose }: TodoProps) {
  const w = useWords(words);
  const isWide = useIsWide();
  const now = useNow(TICK_MS);
  // One that is empty by now hides nothing.
  const chosen = kinds.some(({ kind }) => kind === wanted) ? wanted : null;
  const shown = chosen ? items.filter(({ kind }) => kind === chosen) : items;
  const list = useWalk(shown.map(({ id }) => id).join());
  return (
    <div className="page" ref={list}>
      <header>
        <div className="page-head">
          <h1>{w.title}</h1>
          <LiveDot />
        </div>
        <p className="note">
          {w.lead} {isWide && w.keys}
        </p>
        {kinds.length > 0 && (
          <ul className="inbox-kinds" aria-label={w.kinds}>
            {kinds.map(({ kind, label, count: many }) => (
              <li key={kind}>
                <button
                  type="button"
                  className="inbox-kind"
                  aria-pressed={kind === chosen}
                  onClick={() => onChoose(kind === chosen ? null : kind)}
                >
                  {label} <strong className="numbers">{many}</strong>
                </button>
              </li>
            ))}
          </ul>
        )}
      </header>
      {isOnCall && <PushOffer />}
      {items.length === 0 && <EmptyState title={w.empty} hint={w.emptyHint} />}
      {GROUPS.map((group) => {
        const some = shown.filter(({ dueAt }) => groupOf(dueAt, now) === group);
        if (some.length === 0) return null;
        return (
          <section key={group} className="inbox-group">
            <h2 className={`inbox-${group}`}>{w.groups[group]}</h2>
            <ul>
              {some.map((item) => (
                <InboxRow key={item.id} item={item} now={now} isOpen={item.path === at} onOpen={openOf(item.path)} />
              ))}
            </ul>
          </section>
        );
      })}
      {count > items.length && <p className="note">{w.more(count - items.length)}</p>}
    </div>
  );
}

/** J and K go from entry to entry; Enter opens the one that has the focus, as with every link. When it has been done, the next one has it. */
function useWalk(ids: string) {
  const list = useRef<HTMLDivElement>(null);
  const at = useRef<number | null>(null);
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('.inbox-row') ?? [])];
  const go = (to: number) => {
    const all = rows();
    const row = all[Math.max(0, Math.min(to, all.length - 1))];
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
    at.current = row ? all.indexOf(row) : null;
  };
  const current = () => {
    const focused = rows().indexOf(document.activeElement as HTMLElement);
    return focused === -1 ? at.current : focused;
  };
  useKeys({ j: () => go((current() ?? -1) + 1), k: () => go((current() ?? 1) - 1) });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the list is another one
  useEffect(() => {
    if (at.current !== null && document.activeElement === document.body) go(at.current);
  }, [ids]);
  return list;
}
