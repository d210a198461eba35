// The dispatch board: queue, kanban, map, who is on duty, what happens. Everything by keyboard; on a wall without any.
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { type Command, useCommands } from '../app/commands.ts';
import { PageBoundary } from '../app/PageBoundary.tsx';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import type { BoardTicketFragment } from '../generated/tickets/graphql.ts';
import { ActSheet, Acts } from '../tickets/Acts.tsx';
import { words as ticketWords } from '../tickets/words.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { useWords } from '../ui/preferences.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { useIsWide } from '../ui/useIsWide.ts';
import '../tickets/tickets.css';
import { notify } from '../ui/notices.ts';
import { useKeys } from '../ui/useKeys.ts';
import { useNow } from '../ui/useNow.ts';
import { Feed, OnPatrol, Units } from './Around.tsx';
import { flashTitle, soundAlarm } from './alarm-sound.ts';
import { BoardBar } from './BoardBar.tsx';
import { COLUMNS, type Column, columnOf } from './columns.ts';
import { FilterBar } from './FilterBar.tsx';
import { exportAddress, forgetView, isFiltered, NO_FILTER, passes, savedViews, saveView, useBoardView } from './filters.ts';
import { Kanban } from './Kanban.tsx';
import { AssignSheet, HelpSheet, MergeSheet, SaveViewSheet } from './sheets.tsx';
import { TicketPanel } from './TicketPanel.tsx';
import { QueueRow, useTicketName } from './TicketTile.tsx';
import { useBoard } from './useBoard.ts';
import { useBoardActs } from './useBoardActs.ts';
import { useBoardLook } from './useBoardLook.ts';
import { words } from './words.ts';
import './dispatch.css';

const BoardMap = lazy(() => import('./BoardMap.tsx'));

export default function DispatchPage() {
  const me = useMe();
  if (!me) return <PageSkeleton />;
  return me.viewer?.can.watchTickets ? <DispatchBoard /> : <SignInFirst />;
}

type Asking =
  | { kind: 'assign'; tickets: readonly BoardTicketFragment[] }
  | { kind: 'merge' | 'escalate' | 'menu'; ticket: BoardTicketFragment }
  | { kind: 'help' | 'saveView' };

function DispatchBoard() {
  const w = useWords(words);
  const tw = useWords(ticketWords);
  const nameOf = useTicketName();
  const [view, change] = useBoardView();
  const [, navigate] = useLocation();
  const isWide = useIsWide('board');
  const look = useBoardLook(view.isWall);
  const now = useNow(1000);
  const told = useRef('');
  const board = useBoard(true, ({ sequence, kind, ticket }) => {
    // Of one that nobody has accepted, the bar above every page calls.
    const isUrgent = ticket.priority === 'P1' && kind === 'ESCALATED' && !['SUBMITTED', 'TRIAGED', 'DISPATCHED'].includes(ticket.status);
    if (!isUrgent || told.current === sequence) return;
    told.current = sequence;
    soundAlarm();
    flashTitle(w.urgentNews(nameOf(ticket)));
  });
  const acts = useBoardActs();
  const [currentId, setCurrentId] = useState('');
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<Asking | null>(null);
  const [mergeProblem, setMergeProblem] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const mapPart = useRef<HTMLElement>(null);

  const all = board.tickets;
  const shown = useMemo(() => all?.filter((ticket) => passes(ticket, view)) ?? [], [all, view]);
  const queue = useMemo(() => shown.filter(({ status }) => status !== 'RESOLVED'), [shown]);
  const current = shown.find(({ id }) => id === currentId);
  const toggleMark = (id: string) => setMarked((before) => (before.has(id) ? without(before, id) : new Set(before).add(id)));
  const open = useCallback(
    (id: string) => {
      setCurrentId(id);
      if (isWide) change({ openId: id });
      else navigate(`/tickets/${id}`);
    },
    [change, isWide, navigate],
  );
  const goTo = (id: string | undefined) => {
    if (!id) return;
    setCurrentId(id);
    if (view.openId) change({ openId: id });
  };
  useEffect(() => {
    document.querySelector(`.queue [data-ticket="${CSS.escape(currentId)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [currentId]);

  const move = (by: number) => {
    const index = queue.findIndex(({ id }) => id === currentId);
    goTo(queue[index === -1 ? 0 : Math.max(0, Math.min(queue.length - 1, index + by))]?.id);
  };
  /** Does something to the current ticket, if it may be done. */
  const withCurrent = (act: 'DISPATCH' | 'ACCEPT' | 'ESCALATE' | 'MERGE', run: (ticket: BoardTicketFragment) => void) => {
    if (!current) return notify({ text: w.noneChosen });
    if (!current.viewerCan.includes(act)) return notify({ text: w.cannot(tw.acts[act]) });
    run(current);
  };
  const assign = () => {
    const chosen = shown.filter(({ id, viewerCan }) => marked.has(id) && viewerCan.includes('DISPATCH'));
    if (chosen.length > 0) setAsking({ kind: 'assign', tickets: chosen });
    else withCurrent('DISPATCH', (ticket) => setAsking({ kind: 'assign', tickets: [ticket] }));
  };
  const merge = () => {
    setMergeProblem('');
    withCurrent('MERGE', (ticket) => setAsking({ kind: 'merge', ticket }));
  };
  const firstOf = (column: Column | undefined) => goTo(shown.find((ticket) => columnOf(ticket) === column)?.id);
  const drop = (id: string, column: Column) => {
    const ticket = shown.find((one) => one.id === id);
    if (!ticket || columnOf(ticket) === column) return;
    setCurrentId(id);
    if (column === 'dispatched' && ticket.viewerCan.includes('DISPATCH')) setAsking({ kind: 'assign', tickets: [ticket] });
    else if (column === 'waiting' && ticket.viewerCan.includes('RECALL')) void acts.recall(ticket);
    else notify({ text: w.mayNotMove });
  };

  const keys: Record<string, () => void> = {
    j: () => move(1),
    k: () => move(-1),
    enter: () => current && open(current.id),
    x: () => current && toggleMark(current.id),
    a: assign,
    t: () => withCurrent('ACCEPT', (ticket) => void acts.accept(ticket)),
    e: () => withCurrent('ESCALATE', (ticket) => setAsking({ kind: 'escalate', ticket })),
    m: merge,
    z: () => void acts.undo(),
    '/': () => search.current?.focus(),
    '?': () => setAsking({ kind: 'help' }),
    g: () => mapPart.current?.focus(),
    l: () => change({ hasLanes: !view.hasLanes }),
    n: look.toggleTheme,
    escape: () => (view.openId ? change({ openId: '' }) : setMarked(new Set())),
    ...Object.fromEntries(COLUMNS.map((column, index) => [String(index + 1), () => firstOf(column)])),
  };
  useKeys(keys);

  useCommands((): Command[] => [
    { id: 'assign', name: w.assign, keyHint: 'A', run: assign },
    { id: 'merge', name: w.merge, keyHint: 'M', run: merge },
    { id: 'undo', name: w.undo, keyHint: 'Z', run: () => void acts.undo() },
    { id: 'lanes', name: w.lanes, keyHint: 'L', run: () => change({ hasLanes: !view.hasLanes }) },
    { id: 'late', name: w.lateOnly, run: () => change({ isOverdue: !view.isOverdue }) },
    { id: 'clear', name: w.clearFilters, run: () => change(NO_FILTER) },
    { id: 'save', name: w.saveView, run: () => setAsking({ kind: 'saveView' }) },
    ...savedViews().map(({ name }) => ({ id: `forget ${name}`, name: `${w.forgetView}: ${name}`, run: () => forgetView(name) })),
    { id: 'csv', name: w.exportAs('CSV'), run: () => location.assign(exportAddress('csv', view)) },
    { id: 'geojson', name: w.exportAs('GeoJSON'), run: () => location.assign(exportAddress('geojson', view)) },
    { id: 'theme', name: w.toggleTheme, keyHint: 'N', run: look.toggleTheme },
    { id: 'wall', name: view.isWall ? w.leaveWall : w.wall, run: () => change({ isWall: !view.isWall, openId: '' }) },
    { id: 'keys', name: w.keys, keyHint: '?', run: () => setAsking({ kind: 'help' }) },
    ...gridsOf(all ?? []).map(({ id, name }) => ({ id, name: w.goTo(name), run: () => change({ gridId: id }) })),
    ...(all ?? []).map((ticket) => ({
      id: ticket.id,
      name: w.openTicket(`${ticket.number} ${nameOf(ticket)} ${ticket.grid?.name ?? ''}`),
      run: () => open(ticket.id),
    })),
  ]);

  if (board.hasFailed && !all) return <ErrorState onRetry={board.retry} />;
  return (
    <div className={`dispatch${view.isWall ? ' dispatch-wall' : ''}`}>
      <BoardBar
        summary={board.summary}
        now={now}
        isWall={view.isWall}
        isNight={look.isNight}
        onTheme={look.toggleTheme}
        onWall={() => change({ isWall: !view.isWall, openId: '' })}
      />
      {!view.isWall && (
        <FilterBar
          ref={search}
          view={view}
          change={change}
          grids={gridsOf(all ?? [])}
          categories={categoriesOf(all ?? [])}
          shownCount={shown.length}
          allCount={all?.length ?? 0}
          views={savedViews()}
          onSaveView={() => setAsking({ kind: 'saveView' })}
        />
      )}
      {marked.size > 0 && (
        <p className="board-marked" role="status">
          {w.marked(marked.size)}
          <Button label={w.assign} isSmall kind="main" onClick={assign} />
          <Button label={w.clearMarks} isSmall onClick={() => setMarked(new Set())} />
        </p>
      )}
      <div className="dispatch-parts">
        <section className="board-part queue">
          <header className="board-head">
            <h2>{w.queue}</h2>
            <span className="board-note">{w.byDeadline}</span>
          </header>
          {!all && <p className="board-note">{w.loading}</p>}
          {all && queue.length === 0 && <EmptyState title={isFiltered(view) ? w.emptyFiltered : w.empty} />}
          <ol className="queue-list">
            {queue.map((ticket) => (
              <QueueRow
                key={ticket.id}
                ticket={ticket}
                now={now}
                isCurrent={ticket.id === currentId}
                isMarked={marked.has(ticket.id)}
                onOpen={() => open(ticket.id)}
                onMark={() => toggleMark(ticket.id)}
              />
            ))}
          </ol>
        </section>
        <section className="board-part board-middle">
          <header className="board-head">
            <h2>{w.board}</h2>
            <span className="board-note">{w.keysShort}</span>
          </header>
          <Kanban
            tickets={shown}
            now={now}
            currentId={currentId}
            marked={marked}
            hasLanes={view.hasLanes}
            toConfirmCount={isFiltered(view) ? 0 : (board.summary?.toConfirmCount ?? 0)}
            most={view.isWall ? 6 : 30}
            onOpen={(ticket) => open(ticket.id)}
            onMark={toggleMark}
            onMenu={(ticket) => setAsking({ kind: 'menu', ticket })}
            onDrop={drop}
          />
        </section>
        <div className="board-side">
          {view.openId && isWide && <TicketPanel id={view.openId} onClose={() => change({ openId: '' })} />}
          <section className="board-part board-map-part" ref={mapPart} tabIndex={-1}>
            <header className="board-head">
              <h2>{w.map}</h2>
              <span className="board-note">{w.mapHint}</span>
            </header>
            <PageBoundary>
              <Suspense>
                <BoardMap
                  tickets={queue}
                  units={board.units}
                  patrols={board.patrols}
                  loads={board.summary?.loads ?? NO_LOADS}
                  chosenGridId={view.gridId}
                  scale={look.scale}
                  onChooseGrid={(id) => change({ gridId: view.gridId === id ? '' : id })}
                  onOpen={(ticket) => open(ticket.id)}
                />
              </Suspense>
            </PageBoundary>
          </section>
          <OnPatrol patrols={board.patrols} />
          <Units units={board.units} most={view.isWall ? 6 : 12} />
        </div>
      </div>
      <Feed
        feed={view.isWall ? board.feed.slice(0, 4) : board.feed}
        onOpen={view.isWall ? null : open}
        onEarlier={view.isWall ? null : board.loadEarlier}
      />
      {asking?.kind === 'assign' && (
        <AssignSheet
          tickets={asking.tickets}
          units={board.units}
          onClose={() => setAsking(null)}
          onAssign={(id) => {
            setMarked(new Set());
            void acts.assign(asking.tickets, { id, title: board.units.find((unit) => unit.id === id)?.title ?? '' });
          }}
        />
      )}
      {asking?.kind === 'merge' && (
        <MergeSheet
          ticket={asking.ticket}
          tickets={all ?? []}
          problem={mergeProblem}
          onClose={() => setAsking(null)}
          onMerge={async (intoId) => {
            const wrong = await acts.merge(asking.ticket, intoId);
            setMergeProblem(wrong);
            if (!wrong) setAsking(null);
          }}
        />
      )}
      {asking?.kind === 'escalate' && <ActSheet act="ESCALATE" ticket={asking.ticket} onClose={() => setAsking(null)} />}
      {asking?.kind === 'menu' && (
        <Sheet title={asking.ticket.number} onClose={() => setAsking(null)}>
          <p>{nameOf(asking.ticket)}</p>
          <Acts ticket={shown.find(({ id }) => id === asking.ticket.id) ?? asking.ticket} />
        </Sheet>
      )}
      {asking?.kind === 'help' && <HelpSheet onClose={() => setAsking(null)} />}
      {asking?.kind === 'saveView' && (
        <SaveViewSheet
          onClose={() => setAsking(null)}
          onSave={(name) => {
            saveView(name, view);
            notify({ text: w.viewSaved });
          }}
        />
      )}
    </div>
  );
}

const NO_LOADS: never[] = [];

function without(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const left = new Set(set);
  left.delete(id);
  return left;
}

/** Grids that have tickets, by their number. */
function gridsOf(tickets: readonly BoardTicketFragment[]) {
  const grids = new Map(tickets.flatMap(({ grid }) => (grid ? [[grid.id, grid] as const] : [])));
  return [...grids.values()].sort((a, b) => Number(a.code) - Number(b.code) || a.code.localeCompare(b.code));
}

function categoriesOf(tickets: readonly BoardTicketFragment[]) {
  return [...new Map(tickets.map(({ category }) => [category.code, category])).values()];
}
