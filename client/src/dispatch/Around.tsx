// Who is on duty, and what happened last.
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { words as ticketWords } from '../tickets/words.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { useTicketName } from './TicketTile.tsx';
import type { FeedEntry, Patrol, Unit } from './useBoard.ts';
import { words } from './words.ts';

export function Units({ units, most }: { units: readonly Unit[]; most: number }) {
  const w = useWords(words);
  const busy = units.filter(({ state }) => state !== 'FREE').length;
  return (
    <section className="board-part units">
      <header className="board-head">
        <h2>{w.onDuty}</h2>
        <span className="board-note numbers">{w.unitCount(units.length, busy)}</span>
      </header>
      <ul className="unit-list">
        {units.slice(0, most).map(({ id, title, state, openCount, grids }) => (
          <li key={id} className={`unit unit-${state.toLowerCase()}`}>
            <span className="unit-dot" aria-hidden="true" />
            <span>
              <strong>{title}</strong>
              <span className="board-note numbers">
                {grids[0] ? w.gridShort(grids[0].code) : ''} · {w.unitStates[state]}
                {openCount > 0 && ` · ${openCount}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {units.length > most && <p className="board-note">{w.andMore(units.length - most)}</p>}
    </section>
  );
}

/** Who walks a route now: how far they are, and where they were last. */
export function OnPatrol({ patrols }: { patrols: readonly Patrol[] }) {
  const w = useWords(words);
  if (patrols.length === 0) return null;
  return (
    <section className="board-part units">
      <header className="board-head">
        <h2>{w.onPatrol}</h2>
        <Link className="board-link" href="/plans">
          {w.toPlans}
        </Link>
      </header>
      <ul className="unit-list">
        {patrols.map(({ id, staff, team, route, plan, visits, findingCount }) => {
          const last = visits.at(-1);
          const facts = [
            w.points(visits.filter(({ isFar }) => !isFar).length, route?.points.length ?? 0),
            last && `${route?.points.find((point) => point.id === last.pointId)?.name ?? ''} ${secondTime(last.at).slice(0, 5)}`,
            findingCount > 0 && w.foundOnPatrol(findingCount),
          ];
          return (
            <li key={id} className="unit unit-en_route">
              <span className="unit-dot" aria-hidden="true" />
              <span>
                <strong>
                  {staff?.title ?? team?.name} · {plan ? <Link href={`/plans/${plan.id}`}>{route?.name}</Link> : route?.name}
                </strong>
                <span className="board-note numbers">{facts.filter(Boolean).join(' · ')}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function Feed({
  feed,
  onOpen,
  onEarlier,
}: {
  feed: readonly FeedEntry[];
  /** Null: on a wall, where nobody presses anything. */
  onOpen: ((id: string) => void) | null;
  onEarlier: (() => void) | null;
}) {
  const w = useWords(words);
  const tw = useWords(ticketWords);
  const { language } = usePreferences();
  const nameOf = useTicketName();
  const actors = { RESIDENT: tw.reporterActor, PARTNER: tw.partnerActor, STAFF: '', SYSTEM: tw.system };
  return (
    <section className="board-part feed">
      <header className="board-head">
        <h2>{w.feed}</h2>
        {onEarlier && (
          <button type="button" className="board-link" onClick={onEarlier}>
            {w.earlier}
          </button>
        )}
      </header>
      <ol className="feed-list">
        {feed.map(({ sequence, at, kind, text, actor, ticket }) => (
          <li key={sequence} className={ticket.priority === 'P1' ? 'feed-p1' : undefined}>
            <FeedRow onOpen={onOpen && (() => onOpen(ticket.id))}>
              <time className="board-note numbers" dateTime={at}>
                {secondTime(at)}
              </time>
              <span className={`priority priority-${ticket.priority.toLowerCase()}`}>{ticket.priority}</span>
              <span className="feed-words">
                {actor ? actor.title || actors[actor.kind] : tw.system} {tw.kinds[kind]} · {nameOf(ticket)}{' '}
                <span className="board-note numbers">
                  {ticket.grid ? w.gridShort(ticket.grid.code) : tw.noGrid} · {ticket.number.slice(-4)}
                  {text && kind !== 'REPORTED' ? ` · ${quoted(text, language)}` : ''}
                </span>
              </span>
            </FeedRow>
          </li>
        ))}
      </ol>
    </section>
  );
}

function FeedRow({ onOpen, children }: { onOpen: (() => void) | null; children: ReactNode }) {
  return onOpen ? (
    <button type="button" className="feed-row" onClick={onOpen}>
      {children}
    </button>
  ) : (
    <div className="feed-row">{children}</div>
  );
}

const quoted = (text: string, language: 'zh' | 'en') => (language === 'zh' ? `“${text}”` : `"${text}"`);

/** 21:46:03 */
export const secondTime = (at: string | number) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(at));
